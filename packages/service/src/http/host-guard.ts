import { isIP } from 'node:net';
import type { MiddlewareHandler } from 'hono';
import { ServiceError } from '../service-error.js';
import type { ExchangeEnv } from './exchange.js';
import { isLoopback } from './loopback.js';

/** The names under which the service may be addressed besides those of the loopback. */
export interface HostNames {
  /** The host as it was given to `startService`. */
  readonly host: string;
  /** The address it was resolved to and is bound to. */
  readonly address: string;
  readonly publicHosts: readonly string[];
}

const ownApi = '/radiograph/v1/';

/**
 * Refuses requests that a foreign web page may have caused: a `Host` that is not ours means a name was rebound to this
 * address (DNS rebinding), an `Origin` that is not ours means another site's script sent it.
 */
export function guardHost(names: HostNames): MiddlewareHandler<ExchangeEnv> {
  const own = new Set([names.host, names.address, ...names.publicHosts].map(plainName));
  return async (exchange, next) => {
    const { headers, rawHeaders, socket } = exchange.env.incoming;
    checkOneHost(rawHeaders);
    const host = headers.host ?? '';
    const name = hostName(host);
    if (name === undefined || !isOwn(name, own, socket.localAddress)) throw forbiddenHost(host);
    const { method } = exchange.env.incoming;
    if ((method !== 'GET' && method !== 'HEAD') || exchange.req.path.startsWith(ownApi)) {
      checkOrigin(headers.origin, host, headers['sec-fetch-site']);
    }
    await next();
  };
}

/** Node takes the first of several, a proxy before us may have taken the last. */
function checkOneHost(rawHeaders: readonly string[]): void {
  let hosts = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    if (rawHeaders[at]?.length === 4 && rawHeaders[at]?.toLowerCase() === 'host') hosts++;
  }
  if (hosts > 1)
    throw new ServiceError('service/invalid-request', 'There is more than one Host header; send one.');
}

/** An address in digits cannot be rebound, so the one this connection came in by is safe under any bind. */
function isOwn(name: string, own: ReadonlySet<string>, localAddress: string | undefined): boolean {
  if (own.has(name) || name === 'localhost' || name.endsWith('.localhost')) return true;
  if (isIP(name) === 0) return false;
  return isLoopback(name) || name === localAddress?.replace(/^::ffff:/, '');
}

function checkOrigin(
  origin: string | undefined,
  host: string,
  fetchSite: string | string[] | undefined,
): void {
  const foreign = fetchSite === 'cross-site' || fetchSite === 'same-site';
  if (!foreign && (origin === undefined || isSameOrigin(origin, host))) return;
  throw new ServiceError(
    'service/forbidden-origin',
    `Requests from the origin ${JSON.stringify((origin ?? '').slice(0, 128))} are refused: only pages served here may send this.`,
  );
}

function isSameOrigin(origin: string, host: string): boolean {
  return (
    origin.toLowerCase() === `http://${host.toLowerCase()}` ||
    origin.toLowerCase() === `https://${host.toLowerCase()}`
  );
}

function forbiddenHost(host: string): ServiceError {
  return new ServiceError(
    'service/forbidden-host',
    `The Host header is ${JSON.stringify(host.slice(0, 128))}, which is not a name of this service. Use 127.0.0.1 or localhost, or add the name to the public hosts.`,
  );
}

/** The name in a `Host` header without its port, or undefined where it has not that form. */
function hostName(host: string): string | undefined {
  const match = /^(\[[0-9a-f:.]+\]|[^:[\]\s/\\@?#]+)(?::\d{1,5})?$/i.exec(host);
  return match?.[1] === undefined ? undefined : plainName(match[1]);
}

function plainName(name: string): string {
  return name
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '');
}
