import type { HttpBlock, HttpRequestBlock, HttpResponseBlock } from '@radiograph/protocol';
import type { Span } from '../trace-request.js';
import { withPort } from './address.js';
import { defined } from './defined.js';
import type { Keys, SpanAttributes } from './span-attributes.js';

const METHOD: Keys = ['http.request.method', 'http.method'];
const STATUS: Keys = ['http.response.status_code', 'http.status_code'];
const USER_AGENT: Keys = ['user_agent.original', 'http.user_agent'];
const URL: Keys = ['url.full', 'http.url'];
const SCHEME: Keys = ['url.scheme', 'http.scheme'];
const TARGET: Keys = ['http.target'];
const PATH: Keys = ['url.path'];
const QUERY: Keys = ['url.query'];
const CLIENT: Keys = ['client.address', 'http.client_ip'];
const PEER: Keys = ['network.peer.address', 'net.peer.ip', 'net.sock.peer.addr'];
const URL_PARTS: Keys = [...URL, ...SCHEME, ...TARGET, ...PATH, ...QUERY];
const RESPONSE_SIZE: Keys = ['http.response.body.size', 'http.response_content_length'];
const PAYLOAD_SIZE: Keys = [
  'messaging.message_payload_size_bytes',
  'messaging.message.body.size',
  'message.uncompressed_size',
];
const SERVED_HOST: Keys = ['http.host', 'http.server_name', 'net.host.name', 'host.name', 'server.address'];
const SERVED_PORT: Keys = ['server.port', 'net.host.port'];
const CALLED_HOST: Keys = ['http.host', 'net.peer.name', 'net.peer.ip', 'server.address'];
const CALLED_PORT: Keys = ['server.port', 'net.peer.port'];
/** Without one of these no HTTP was spoken, whatever addresses a span has. */
const SIGNS: readonly Keys[] = [METHOD, STATUS, URL, TARGET, ['http.user_agent']];

const IPV4 = /^\d{1,3}(?:\.\d{1,3}){3}$/;
const IPV6 = /^[0-9a-f:.]{2,45}(?:%\w{1,32})?$/i;

/** The status of a span's HTTP response, where it had one. */
export function httpStatus(attributes: SpanAttributes): number | undefined {
  return attributes.seeWhole(STATUS);
}

/**
 * The HTTP exchange of a span, by the old and the new conventions; `undefined` where it had none. `incoming` tells a segment's
 * from a call's: the address of the client is that of an incoming exchange only.
 */
export function httpBlock(span: Span, attributes: SpanAttributes, incoming: boolean): HttpBlock | undefined {
  if (!SIGNS.some((keys) => attributes.seeText(keys) !== undefined)) return undefined;
  const url = urlOf(attributes, incoming);
  const client = incoming ? clientOf(attributes) : {};
  const status = attributes.takeWhole(STATUS);
  return defined<HttpBlock>({
    request: defined<HttpRequestBlock>({
      method: attributes.takeText(METHOD),
      url,
      user_agent: attributes.takeText(USER_AGENT),
      ...client,
    }),
    response:
      status === undefined
        ? undefined
        : defined<HttpResponseBlock>({ status, content_length: contentLength(span, attributes) }),
  });
}

/** The whole URL as it was sent, or put together of its parts; without a host, the path alone. */
function urlOf(attributes: SpanAttributes, incoming: boolean): string | undefined {
  const url = attributes.seeText(URL) ?? composedUrl(attributes, incoming);
  if (url !== undefined) attributes.take(URL_PARTS);
  return url;
}

function composedUrl(attributes: SpanAttributes, incoming: boolean): string | undefined {
  const path = pathOf(attributes);
  const host = attributes.seeText(incoming ? SERVED_HOST : CALLED_HOST);
  if (host === undefined) return path;
  const scheme = attributes.seeText(SCHEME)?.toLowerCase() ?? 'http';
  const port = attributes.seeWhole(incoming ? SERVED_PORT : CALLED_PORT);
  return `${scheme}://${withPort(host, port, scheme)}${path ?? '/'}`;
}

function pathOf(attributes: SpanAttributes): string | undefined {
  const target = attributes.seeText(TARGET);
  if (target !== undefined) return rooted(target);
  const path = attributes.seeText(PATH);
  const query = attributes.seeText(QUERY);
  if (query === undefined) return path === undefined ? undefined : rooted(path);
  return `${rooted(path ?? '/')}?${query}`;
}

function rooted(path: string): string {
  return path.startsWith('/') ? path : `/${path}`;
}

/** The client: what a proxy forwarded, if it is an address, else the peer. Forwarded alone, it is X-Ray's `x_forwarded_for`. */
function clientOf(attributes: SpanAttributes): Pick<HttpRequestBlock, 'client_ip' | 'x_forwarded_for'> {
  const peer = attributes.seeText(PEER);
  const forwarded = attributes.seeText(CLIENT);
  if (forwarded !== undefined && isAddress(forwarded)) {
    attributes.take(CLIENT);
    return peer === undefined ? { client_ip: forwarded, x_forwarded_for: true } : { client_ip: forwarded };
  }
  return peer === undefined ? {} : { client_ip: attributes.takeText(PEER) ?? peer };
}

function isAddress(text: string): boolean {
  return IPV4.test(text) || (text.includes(':') && IPV6.test(text));
}

/** The size of the response in bytes: told, or that of a message the span received; 0 where it is not known, as X-Ray's SDKs write it. */
function contentLength(span: Span, attributes: SpanAttributes): number {
  const told = attributes.takeWhole(RESPONSE_SIZE);
  if (told !== undefined) return told;
  if (attributes.see('message.type') === 'RECEIVED') return attributes.seeWhole(PAYLOAD_SIZE) ?? 0;
  const received = span.events.find((event) => event.attributes.get('message.type') === 'RECEIVED');
  const size = PAYLOAD_SIZE.map((key) => received?.attributes.get(key)).find((value) =>
    Number.isSafeInteger(value),
  );
  return typeof size === 'number' ? size : 0;
}
