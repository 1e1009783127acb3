import { Hono, type MiddlewareHandler } from 'hono';
import type { ExchangeEnv } from '../http/exchange.js';
import type { Gate } from './gate.js';
import { ownPath } from './login.js';
import { loginPage, loginStyle, loginStylePath } from './login-page.js';

/** `GET /login` and its style; who is logged in goes straight on. */
export function serveLogin(gate: Gate): Hono<ExchangeEnv> {
  const app = new Hono<ExchangeEnv>();
  app.get('/login', (exchange) => {
    const to = ownPath(exchange.req.query('to'));
    if (gate.sessionKey(exchange) !== undefined) return exchange.redirect(to, 303);
    return exchange.html(loginPage(to), 200, { 'Cache-Control': 'no-store' });
  });
  app.get(loginStylePath, (exchange) =>
    exchange.body(loginStyle, 200, {
      'Content-Type': 'text/css; charset=utf-8',
      'Cache-Control': 'public, max-age=31536000, immutable',
    }),
  );
  return app;
}

/**
 * Sends browsers that ask for a page, and are not logged in, to the login. Files of the console hold nothing that is secret: what it
 * shows it asks of the API, where the gate stands.
 */
export function guardPages(gate: Gate): MiddlewareHandler<ExchangeEnv> {
  return async (exchange, next) => {
    const asksForPage = /\btext\/html\b/.test(exchange.req.header('Accept') ?? '');
    if (!asksForPage || gate.sessionKey(exchange) !== undefined) return next();
    const { pathname, search } = new URL(exchange.req.url);
    exchange.header('Cache-Control', 'no-store');
    return exchange.redirect(`/login?to=${encodeURIComponent(pathname + search)}`, 303);
  };
}
