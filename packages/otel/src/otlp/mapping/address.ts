import type { Keys, SpanAttributes } from './span-attributes.js';

const PEER: Keys = ['server.address', 'net.peer.name', 'net.peer.ip'];
const PEER_PORT: Keys = ['server.port', 'net.peer.port'];
const HTTP_HOST: Keys = ['http.host'];
const HTTP_METHOD: Keys = ['http.request.method', 'http.method'];
const SCHEME: Keys = ['url.scheme', 'http.scheme'];
const URL: Keys = ['url.full', 'http.url'];

const DEFAULT_PORTS: ReadonlyMap<string, number> = new Map([
  ['http', 80],
  ['https', 443],
]);
const URL_SCHEME = /^([a-z][a-z0-9+.-]{0,20}):\/\//i;
/** The user and password that a URL may have before the host are left out. */
const AUTHORITY = /^[a-z][a-z0-9+.-]{0,20}:\/\/(?:[^/?#@\s]{0,1000}@)?([^/?#@\s]{1,1000})/i;
const ENDS_WITH_PORT = /^[^:]*:\d{1,5}$|\]:\d{1,5}$/;
const BARE_IPV6 = /^[^[]*:[^[]*:/;

/** The host that a span called, without a port. */
export function calledHost(attributes: SpanAttributes): string | undefined {
  return attributes.seeText(PEER);
}

/** The port that a span called. */
export function calledPort(attributes: SpanAttributes): number | undefined {
  return attributes.seeWhole(PEER_PORT);
}

/**
 * The host that a span called, as a service's name. Where HTTP is spoken the port is part of it unless it is the scheme's own one:
 * on a laptop every service is `localhost`, and the old `http.host` had the port too.
 */
export function calledAuthority(attributes: SpanAttributes): string | undefined {
  const host = attributes.seeText(HTTP_HOST) ?? calledHost(attributes);
  const url = attributes.seeText(URL);
  if (host === undefined) return authorityOf(url);
  if (url === undefined && attributes.seeText(HTTP_METHOD) === undefined) return host;
  const scheme = attributes.seeText(SCHEME) ?? URL_SCHEME.exec(url ?? '')?.[1];
  return withPort(host, calledPort(attributes), scheme);
}

/** Puts a port behind a host that has none, unless it is the scheme's own, or that of the web where no scheme is known. */
export function withPort(host: string, port: number | undefined, scheme: string | undefined): string {
  const bracketed = BARE_IPV6.test(host) ? `[${host}]` : host;
  if (port === undefined || ENDS_WITH_PORT.test(bracketed) || isDefault(port, scheme)) return bracketed;
  return `${bracketed}:${port}`;
}

/** The host, and port if any, of a URL or of a database's connection string; `undefined` where it is none. */
export function authorityOf(url: string | undefined): string | undefined {
  return AUTHORITY.exec((url ?? '').replace(/^jdbc:/i, ''))?.[1];
}

function isDefault(port: number, scheme: string | undefined): boolean {
  if (scheme === undefined) return port === 80 || port === 443;
  return DEFAULT_PORTS.get(scheme.toLowerCase()) === port;
}
