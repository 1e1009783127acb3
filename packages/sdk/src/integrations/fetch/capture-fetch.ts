import { subscribe } from 'node:diagnostics_channel';
import { TRACE_HEADER, TRACEPARENT } from '@radiograph/protocol';
import type { Subsegment } from '../../index.js';
import { beginOutgoing, type OutgoingCall } from '../http/outgoing-call.js';
import { contentLength, withoutQuery } from '../http/traced-message.js';

const SLOT = Symbol.for('radiograph.capture-fetch.v1');

/** A request of undici, as its channels give it. */
interface UndiciRequest {
  readonly origin?: string | URL;
  readonly method?: string;
  readonly path: string;
  readonly headers: string | readonly (string | readonly string[])[];
  addHeader(name: string, value: string): unknown;
}

/** A response of undici: its headers as names and values in turn. */
interface UndiciResponse {
  readonly statusCode: number;
  readonly headers: readonly Uint8Array[];
}

const subsegments: WeakMap<UndiciRequest, Subsegment> = new WeakMap();

/**
 * Records every call of `fetch` and undici in this process as a subsegment of what is current, and lets it carry the
 * trace header; each hop of a redirect is a call of its own. Calling it again does nothing. Calls that bear a trace
 * header already are left alone.
 *
 * @example
 * captureFetch();
 */
export function captureFetch(): void {
  const slots = globalThis as { [SLOT]?: boolean };
  if (slots[SLOT]) return;
  slots[SLOT] = true;
  subscribe('undici:request:create', onCreate);
  subscribe('undici:request:headers', onHeaders);
  subscribe('undici:request:trailers', onTrailers);
  subscribe('undici:request:error', onError);
}

function onCreate(message: unknown): void {
  const { request } = message as { request: UndiciRequest };
  if (hasHeader(request.headers, TRACE_HEADER)) return;
  const call = beginOutgoing(() => describe(request));
  if (call === undefined) return;
  if (call.subsegment !== undefined) subsegments.set(request, call.subsegment);
  if (call.header !== '') request.addHeader('X-Amzn-Trace-Id', call.header);
  if (call.traceparent !== undefined && !hasHeader(request.headers, TRACEPARENT))
    request.addHeader(TRACEPARENT, call.traceparent);
}

/** undici would send the header twice. Its older versions keep headers as text, newer ones as names and values in turn. */
function hasHeader(headers: UndiciRequest['headers'], name: string): boolean {
  if (typeof headers === 'string') return `\r\n${headers.toLowerCase()}`.includes(`\r\n${name}:`);
  return headers.some((item, at) => at % 2 === 0 && typeof item === 'string' && item.toLowerCase() === name);
}

function describe(request: UndiciRequest): OutgoingCall {
  const origin = String(request.origin ?? '');
  return {
    method: request.method ?? 'GET',
    host: origin.slice(origin.indexOf('://') + 3) || 'unknown',
    url: origin + withoutQuery(request.path),
  };
}

function onHeaders(message: unknown): void {
  const { request, response } = message as { request: UndiciRequest; response: UndiciResponse };
  const subsegment = subsegments.get(request);
  if (subsegment === undefined) return;
  const length = contentLength(headerOf(response.headers, 'content-length'));
  subsegment.setHttp({
    response: { status: response.statusCode, ...(length !== undefined && { content_length: length }) },
  });
  subsegment.closeWithSegment();
}

function headerOf(headers: readonly Uint8Array[], name: string): string | undefined {
  for (let at = 0; at + 1 < headers.length; at += 2) {
    if (String(headers[at]).toLowerCase() === name) return String(headers[at + 1]);
  }
  return undefined;
}

function onTrailers(message: unknown): void {
  subsegments.get((message as { request: UndiciRequest }).request)?.close();
}

function onError(message: unknown): void {
  const { request, error } = message as { request: UndiciRequest; error: unknown };
  subsegments.get(request)?.close(error);
}
