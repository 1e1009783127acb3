import type { IncomingMessage } from 'node:http';
import type { HttpRequestBlock } from '@radiograph/protocol';
import type { IncomingOptions } from './incoming-options.js';
import { withoutQuery } from './traced-message.js';

/** What of a client's text is kept; the rest serves nobody and may be hostile. */
const MAX_TEXT = 1000;
const MAX_URL = 8000;
/** An address with or without a port; proxies write both, and `unknown` or worse. */
const ADDRESS = /^\[?([\da-f:.]{2,45}?)\]?(?::\d+)?$/i;
const IPV4_PORT = /^(\d{1,3}(?:\.\d{1,3}){3}):\d+$/;

type Writable<Block> = { -readonly [Member in keyof Block]: Block[Member] };

/** Where a request goes: what names, rules, ignored paths and the recorded URL are made of. */
export interface Target {
  readonly host: string | undefined;
  /** Without a query. */
  readonly path: string;
  /** As it came, with a query. */
  readonly whole: string;
}

/** Reads a request's target. Frameworks that mount routers keep the whole one in `originalUrl`. */
export function targetOf(request: IncomingMessage): Target {
  const url = originForm((request as { originalUrl?: string }).originalUrl ?? request.url ?? '/');
  return { host: hostOf(request), path: withoutQuery(url), whole: url };
}

/** Clients of proxies write the whole URL, perhaps with a password. */
function originForm(url: string): string {
  if (url.startsWith('/')) return url;
  const at = url.indexOf('://');
  if (at < 0) return url;
  const slash = url.indexOf('/', at + 3);
  return slash < 0 ? '/' : url.slice(slash);
}

/** HTTP/2 says what `Host` says in a pseudo header. */
function hostOf({ headers }: IncomingMessage): string | undefined {
  const host = headers.host ?? headers[':authority'];
  if (typeof host !== 'string') return undefined;
  const name = host.includes('@') ? host.slice(host.lastIndexOf('@') + 1) : host;
  return name.length > MAX_TEXT ? name.slice(0, MAX_TEXT) : name;
}

/** Describes a request as X-Ray has it. */
export function describeIncoming(
  request: IncomingMessage,
  { host, path, whole }: Target,
  options: IncomingOptions,
): HttpRequestBlock {
  const shown = options.query === 'keep' ? whole : path;
  const userAgent = request.headers['user-agent'];
  const client = options.trustForwarded === false ? undefined : forwardedFor(request);
  const block: Writable<HttpRequestBlock> = {
    method: request.method ?? 'GET',
    url: `${schemeOf(request)}://${host ?? 'localhost'}${shown}`.slice(0, MAX_URL),
  };
  if (userAgent !== undefined) block.user_agent = userAgent.slice(0, MAX_TEXT);
  block.client_ip = client ?? plainAddress(request.socket?.remoteAddress);
  if (client !== undefined) block.x_forwarded_for = true;
  return block;
}

function schemeOf(request: IncomingMessage): string {
  const scheme = request.headers[':scheme'];
  if (scheme === 'http' || scheme === 'https') return scheme;
  return (request.socket as { encrypted?: boolean } | undefined)?.encrypted === true ? 'https' : 'http';
}

function forwardedFor({ headers }: IncomingMessage): string | undefined {
  const forwarded = headers['x-forwarded-for'];
  return typeof forwarded === 'string' ? forwardedAddress(forwarded) : undefined;
}

/** The first address of an `X-Forwarded-For`, without a port; `undefined` where anything else stands there. */
export function forwardedAddress(forwarded: string): string | undefined {
  const first = forwarded.slice(0, MAX_TEXT).split(',', 1)[0]?.trim() ?? '';
  const address = IPV4_PORT.exec(first)?.[1] ?? (first.startsWith('[') ? ADDRESS.exec(first)?.[1] : first);
  return address !== undefined && ADDRESS.test(address) ? plainAddress(address) : undefined;
}

/** IPv4 addresses arrive as `::ffff:1.2.3.4` where the server listens on IPv6. */
function plainAddress(address = ''): string {
  return address.startsWith('::ffff:') ? address.slice('::ffff:'.length) : address;
}
