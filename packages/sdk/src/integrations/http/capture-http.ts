import { subscribe } from 'node:diagnostics_channel';
import { ClientRequest, type IncomingMessage } from 'node:http';
import { TRACE_HEADER, TRACEPARENT } from '@radiograph/protocol';
import { defaultRecorder, type Subsegment } from '../../index.js';
import type { CallPhases } from './call-phases.js';
import { beginOutgoing, type OutgoingCall } from './outgoing-call.js';
import type { OutgoingOptions } from './outgoing-options.js';
import { followPhases } from './socket-phases.js';
import { contentLength, withoutCredentials, withoutQuery } from './traced-message.js';

const SLOT = Symbol.for('radiograph.capture-http.v2');
const PHASES = Symbol.for('radiograph.phases');
const SUBSEGMENT = Symbol.for('radiograph.subsegment');
const HEADER_NAME = 'X-Amzn-Trace-Id';

type Headers = object | readonly (string | readonly [string, string])[] | null | undefined;
type StoreHeader = (this: TracedRequest, firstLine: string, headers: Headers) => void;
type TracedRequest = ClientRequest & {
  [SUBSEGMENT]?: Subsegment;
  [PHASES]?: CallPhases;
  res?: IncomingMessage | null;
};
/** The options of this process: whichever copy of this package hooked Node looks here. */
type Slots = { [SLOT]?: OutgoingOptions };

/**
 * Records every outgoing call of `node:http` and `node:https` in this process as a subsegment of what is current, and
 * lets it carry the trace header. Calling it again replaces the options. Calls that bear a trace header already are left
 * alone.
 *
 * @example
 * captureHttp();
 */
export function captureHttp(options: OutgoingOptions = {}): void {
  const slots = globalThis as Slots;
  const isHooked = slots[SLOT] !== undefined;
  slots[SLOT] = options;
  if (isHooked) return;
  const prototype = ClientRequest.prototype as unknown as { _storeHeader?: StoreHeader };
  if (typeof prototype._storeHeader !== 'function') {
    defaultRecorder().tellLeftOut(
      'this version of Node writes headers otherwise: calls of node:http are not recorded',
    );
    return;
  }
  patchStoreHeader(prototype as { _storeHeader: StoreHeader });
  subscribe('http.client.response.finish', onResponse);
  subscribe('http.client.request.error', onError);
}

/** Node 20 has no channel that comes before the headers are written, and no version one that serves headers given as a list. */
function patchStoreHeader(prototype: { _storeHeader: StoreHeader }): void {
  const storeHeader = prototype._storeHeader;
  prototype._storeHeader = function traceAndStoreHeader(firstLine, headers) {
    return storeHeader.call(this, firstLine, withTraceHeader(this, headers));
  };
}

function withTraceHeader(request: TracedRequest, headers: Headers): Headers {
  try {
    if (hasHeader(request, headers, TRACE_HEADER)) return headers;
    const options = (globalThis as Slots)[SLOT] ?? {};
    const call = beginOutgoing(() => describe(request, headers), options);
    if (call === undefined) return headers;
    if (call.subsegment !== undefined) {
      request[SUBSEGMENT] = call.subsegment;
      request.once('close', onClose);
      if (options.phases === true) request[PHASES] = followPhases(request, call.subsegment);
    }
    const traced = call.header === '' ? headers : addHeader(request, headers, HEADER_NAME, call.header);
    if (call.traceparent === undefined || hasHeader(request, headers, TRACEPARENT)) return traced;
    return addHeader(request, traced, TRACEPARENT, call.traceparent);
  } catch {
    // Whatever is wrong with these headers, the request must say so itself.
    return headers;
  }
}

function hasHeader(request: ClientRequest, headers: Headers, name: string): boolean {
  return request.hasHeader(name) || listed(headers, name) !== undefined;
}

/** The value of a header in a list, which is one of pairs, or of names and values in turn. */
function listed(headers: Headers, name: string): string | undefined {
  if (!Array.isArray(headers)) return undefined;
  const flat: unknown[] = headers.flat();
  const at = flat.findIndex(
    (item, i) => i % 2 === 0 && typeof item === 'string' && item.toLowerCase() === name,
  );
  return at < 0 ? undefined : String(flat[at + 1]);
}

/** Headers given as a list belong to the caller, who may use them again. */
function addHeader(request: ClientRequest, headers: Headers, name: string, value: string): Headers {
  if (Array.isArray(headers)) {
    return Array.isArray(headers[0]) ? [...headers, [name, value]] : [...headers, name, value];
  }
  if (!headers) return { [name]: value };
  // Headers that were made here a moment ago are no request's yet.
  if (request.getHeaderNames().length === 0) return { ...headers, [name]: value };
  request.setHeader(name, value);
  return headers;
}

function describe(request: ClientRequest, headers: Headers): OutgoingCall {
  const header = request.getHeader('host') ?? listed(headers, 'host');
  const host = withoutCredentials(typeof header === 'string' ? header : request.host);
  const path = withoutQuery(request.path);
  // Calls by way of a proxy have the whole URL as their path.
  const url = path.startsWith('/') ? `${request.protocol}//${host}${path}` : withoutCredentials(path);
  return { method: request.method, host, url };
}

function onResponse(message: unknown): void {
  const { request, response } = message as { request: TracedRequest; response: IncomingMessage };
  const subsegment = request[SUBSEGMENT];
  if (subsegment === undefined) return;
  recordResponse(subsegment, response);
  request[PHASES]?.endAll();
  subsegment.closeWithSegment();
  response.once('end', onEnd);
}

function recordResponse(subsegment: Subsegment, response: IncomingMessage): void {
  const length = contentLength(response.headers['content-length']);
  const status = response.statusCode ?? 0;
  subsegment.setHttp({ response: { status, ...(length !== undefined && { content_length: length }) } });
}

function onEnd(this: IncomingMessage): void {
  (this as unknown as { req: TracedRequest }).req[SUBSEGMENT]?.close();
}

function onError(message: unknown): void {
  const { request, error } = message as { request: TracedRequest; error: unknown };
  request[PHASES]?.endAll(error);
  request[SUBSEGMENT]?.close(error);
}

/** The end of requests whose response has no end: upgraded, cut off, or given up. */
function onClose(this: TracedRequest): void {
  const subsegment = this[SUBSEGMENT];
  if (subsegment === undefined || subsegment.closed) return;
  this[PHASES]?.endAll();
  if (this.res?.statusCode !== undefined) recordResponse(subsegment, this.res);
  subsegment.close(this.res?.errored ?? undefined);
}
