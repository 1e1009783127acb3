import { randomUUID } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import type { ExchangeEnv } from './exchange.js';

/** The console runs its own files only and talks to its own origin only; uPlot and Preact set styles by script, not inline. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** The headers that guard every answer in a browser. No CORS header is among them: other origins read nothing here. */
export const securityHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy': contentSecurityPolicy,
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  // Not 'no-referrer': a browser would then send the login form with the Origin 'null'.
  'Referrer-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
};

const securityEntries = Object.entries(securityHeaders);

/** Gives every answer its request id and the security headers; `closing` asks clients not to reuse their connections. */
export function stampHeaders(closing: () => boolean): MiddlewareHandler<ExchangeEnv> {
  return async (exchange, next) => {
    const requestId = randomUUID();
    exchange.set('requestId', requestId);
    exchange.header('x-amzn-RequestId', requestId);
    for (const [name, value] of securityEntries) exchange.header(name, value);
    if (closing()) exchange.header('Connection', 'close');
    await next();
  };
}
