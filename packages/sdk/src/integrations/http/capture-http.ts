import { subscribe } from 'node:diagnostics_channel';
import { ClientRequest, type IncomingMessage } from 'node:http';
import { TRACE_HEADER, TRACEPARENT } from '@radiograph/protocol';
import { type Subsegment, sharedRecorder } from '../../index.js';
import type { CallPhases } from './call-phases.js';
import { beginOutgoing, type OutgoingCall } from './outgoing-call.js';
import type { OutgoingOptions } from './outgoing-options.js';
import { followPhases } from './socket-phases.js';
import { contentLength, withoutCredentials, withoutQuery } from './traced-message.js';

const SLOT = Symbol.for('radiograph.capture-http.v2');
const PHASES = Symbol.for('radiograph.phases');
const SUBSEGMENT = Symbol.for('radiograph.subsegment');
const ANSWERED = Symbol.for('radiograph.answered');
const HEADER_NAME = 'X-Amzn-Trace-Id';
const CONTENT_LENGTH = 'content-length';
const LINE_END = '\r\n';
const NO_OPTIONS: OutgoingOptions = {};

type Headers = object | readonly (string | readonly [string, string])[] | null | undefined;
type StoreHeader = (this: TracedRequest, firstLine: string, headers: Headers) => void;
type TracedRequest = ClientRequest & {
  [SUBSEGMENT]?: Subsegment;
  [PHASES]?: CallPhases;
  /** Whether its response is recorded: those to upgrades are not told of. */
  [ANSWERED]?: true;
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
    sharedRecorder().tellLeftOut(
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
    try {
      storeHeader.call(this, withTraceHeader(this, firstLine, headers), headers);
    } catch (error) {
      this[SUBSEGMENT]?.close(error);
      throw error;
    }
  };
}

/**
 * Begins a call, and adds its header to the text that the headers begin with: whatever form the caller gave his headers, they
 * stay as they are, and nothing is looked up or copied.
 */
function withTraceHeader(request: TracedRequest, firstLine: string, headers: Headers): string {
  try {
    if (hasHeader(request, headers, TRACE_HEADER)) return firstLine;
    const options = (globalThis as Slots)[SLOT] ?? NO_OPTIONS;
    const call = beginOutgoing(() => describe(request, headers), options);
    if (call === undefined) return firstLine;
    const { subsegment, header, traceparent } = call;
    if (subsegment !== undefined) follow(request, subsegment, options);
    const traced = withHeader(firstLine, HEADER_NAME, header);
    if (traceparent === undefined || hasHeader(request, headers, TRACEPARENT)) return traced;
    return withHeader(traced, TRACEPARENT, traceparent);
  } catch {
    // Whatever is wrong with these headers, the request must say so itself.
    return firstLine;
  }
}

function follow(request: TracedRequest, subsegment: Subsegment, options: OutgoingOptions): void {
  request[SUBSEGMENT] = subsegment;
  // Node tells of it in the turn in which a response ends: to listen for that as well would double the price.
  request.on('close', onClose);
  if (options.phases === true) request[PHASES] = followPhases(request, subsegment);
}

/** Node checks what it writes as a header by itself. This it does not see, but segments give only what can be sent. */
function withHeader(firstLine: string, name: string, value: string): string {
  // One that ends otherwise is none that this is written for; to look at the end of each would copy each.
  endsLines ??= firstLine.endsWith(LINE_END);
  return endsLines && value !== '' ? `${firstLine}${name}: ${value}${LINE_END}` : firstLine;
}

let endsLines: boolean | undefined;

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
  const subsegment = request?.[SUBSEGMENT];
  if (subsegment === undefined) return;
  request[ANSWERED] = true;
  recordResponse(subsegment, response);
  request[PHASES]?.endAll();
  subsegment.closeWithSegment();
}

function recordResponse(subsegment: Subsegment, response: IncomingMessage): void {
  const length = contentLength(rawContentLength(response.rawHeaders));
  const status = response.statusCode ?? 0;
  subsegment.setHttp({ response: length === undefined ? { status } : { status, content_length: length } });
}

/** Node makes `headers` when it is first asked for them, which takes longer than to look for one in the list. */
function rawContentLength(headers: readonly string[]): string | undefined {
  for (let at = 0; at + 1 < headers.length; at += 2) {
    const name = headers[at] ?? '';
    if (name.length === CONTENT_LENGTH.length && name.toLowerCase() === CONTENT_LENGTH)
      return headers[at + 1];
  }
  return undefined;
}

function onError(message: unknown): void {
  const { request, error } = message as { request: TracedRequest; error: unknown };
  request?.[PHASES]?.endAll(error);
  request?.[SUBSEGMENT]?.close(error);
}

/** The end of a request: its response has ended, or was cut off or upgraded, or the request was given up. */
function onClose(this: TracedRequest): void {
  const subsegment = this[SUBSEGMENT];
  if (subsegment === undefined || subsegment.closed) return;
  this[PHASES]?.endAll();
  if (!this[ANSWERED] && this.res?.statusCode !== undefined) recordResponse(subsegment, this.res);
  subsegment.close(this.res?.errored ?? undefined);
}
