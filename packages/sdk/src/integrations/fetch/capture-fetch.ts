import { subscribe } from 'node:diagnostics_channel';
import { TRACE_HEADER, TRACEPARENT } from '@radiograph/protocol';
import { type Subsegment, sharedRecorder } from '../../index.js';
import { CallPhases } from '../http/call-phases.js';
import { beginOutgoing, type OutgoingCall } from '../http/outgoing-call.js';
import type { OutgoingOptions } from '../http/outgoing-options.js';
import { contentLength, withoutCredentials, withoutQuery } from '../http/traced-message.js';
import { ConnectionPhases } from './connection-phases.js';

const SLOT = Symbol.for('radiograph.capture-fetch.v2');
/** Whether the channels that phases need are listened to. */
const FOLLOWING = Symbol.for('radiograph.capture-fetch.phases');
/** Where a request keeps its subsegment: a `WeakMap` would cost more to collect than to use. */
const CALL: unique symbol = Symbol.for('radiograph.fetch-call') as never;

/** A request of undici, as its channels give it. */
interface UndiciRequest {
  [CALL]?: Call;
  readonly origin?: string | URL;
  readonly method?: string;
  readonly path: string;
  readonly headers: string | readonly (string | readonly string[])[];
  addHeader?(name: string, value: string): unknown;
}

/** A response of undici: its headers as names and values in turn. */
interface UndiciResponse {
  readonly statusCode: number;
  readonly headers: readonly Uint8Array[];
}

interface Call {
  readonly subsegment: Subsegment;
  readonly phases: CallPhases | undefined;
}

type Slots = { [SLOT]?: OutgoingOptions; [FOLLOWING]?: boolean };

const NO_OPTIONS: OutgoingOptions = {};
const connections: ConnectionPhases = new ConnectionPhases();

/**
 * Records every call of `fetch` and undici in this process as a subsegment of what is current, and lets it carry the
 * trace header; each hop of a redirect is a call of its own. Calling it again replaces the options. Calls that bear a
 * trace header already are left alone.
 *
 * @example
 * captureFetch();
 */
export function captureFetch(options: OutgoingOptions = {}): void {
  const slots = globalThis as Slots;
  const isHooked = slots[SLOT] !== undefined;
  slots[SLOT] = options;
  if (options.phases === true && !slots[FOLLOWING]) {
    slots[FOLLOWING] = true;
    followConnections();
  }
  if (isHooked) return;
  subscribe('undici:request:create', onCreate);
  subscribe('undici:request:headers', onHeaders);
  subscribe('undici:request:trailers', onTrailers);
  subscribe('undici:request:error', onError);
}

/** Each channel that is listened to has its price in every call, so these are left alone until somebody wants phases. */
function followConnections(): void {
  subscribe('undici:client:beforeConnect', (message) => connections.onConnecting(message));
  subscribe('undici:client:connected', (message) => connections.onConnected(message));
  subscribe('undici:client:connectError', (message) => connections.onConnected(message));
  subscribe('undici:client:sendHeaders', onSend);
  subscribe('undici:request:bodySent', onSent);
}

/** What goes wrong here must not reach undici's caller, nor the process. */
function onCreate(message: unknown): void {
  try {
    begin((message as { request: UndiciRequest }).request);
  } catch (error) {
    sharedRecorder().tellLeftOut(
      'this version of undici has other requests: its calls are not recorded',
      error,
    );
  }
}

function begin(request: UndiciRequest): void {
  if (hasHeader(request.headers, TRACE_HEADER)) return;
  if (typeof request.addHeader !== 'function') throw new TypeError('a request without addHeader');
  const options = (globalThis as Slots)[SLOT] ?? NO_OPTIONS;
  const call = beginOutgoing(() => describe(request), options);
  if (call === undefined) return;
  const { subsegment, header, traceparent } = call;
  if (subsegment !== undefined) {
    const phases = options.phases === true ? new CallPhases(subsegment) : undefined;
    request[CALL] = { subsegment, phases };
    if (phases !== undefined) connections.wait(String(request.origin ?? ''), phases);
  }
  if (header !== '') request.addHeader('X-Amzn-Trace-Id', header);
  if (traceparent !== undefined && !hasHeader(request.headers, TRACEPARENT))
    request.addHeader(TRACEPARENT, traceparent);
}

/** undici would send the header twice. Its older versions keep headers as text, newer ones as names and values in turn. */
function hasHeader(headers: UndiciRequest['headers'], name: string): boolean {
  if (typeof headers === 'string') return `\r\n${headers.toLowerCase()}`.includes(`\r\n${name}:`);
  for (let at = 0; at < headers.length; at += 2) {
    const item = headers[at];
    if (typeof item === 'string' && item.length === name.length && item.toLowerCase() === name) return true;
  }
  return false;
}

function describe(request: UndiciRequest): OutgoingCall {
  const origin = withoutCredentials(String(request.origin ?? ''));
  const path = withoutQuery(request.path);
  return {
    method: request.method ?? 'GET',
    host: origin.slice(origin.indexOf('://') + 3) || 'unknown',
    // Calls by way of a proxy have the whole URL as their path.
    url: path.startsWith('/') ? origin + path : withoutCredentials(path),
  };
}

function callOf(message: unknown): Call | undefined {
  return (message as { readonly request?: UndiciRequest } | undefined)?.request?.[CALL];
}

function onSend(message: unknown): void {
  const phases = callOf(message)?.phases;
  if (phases === undefined) return;
  connections.forget(phases);
  phases.end('connect');
  phases.begin('request');
}

function onSent(message: unknown): void {
  const phases = callOf(message)?.phases;
  if (phases === undefined) return;
  phases.end('request');
  phases.begin('response');
}

function onHeaders(message: unknown): void {
  const call = callOf(message);
  if (call === undefined) return;
  const { response } = message as { response: UndiciResponse };
  call.phases?.endAll();
  const length = contentLength(headerOf(response.headers, 'content-length'));
  const { statusCode: status } = response;
  call.subsegment.setHttp({
    response: length === undefined ? { status } : { status, content_length: length },
  });
  call.subsegment.closeWithSegment();
}

function headerOf(headers: readonly Uint8Array[], name: string): string | undefined {
  for (let at = 0; at + 1 < headers.length; at += 2) {
    // Bytes become text only where the length is right.
    if (headers[at]?.length === name.length && String(headers[at]).toLowerCase() === name)
      return String(headers[at + 1]);
  }
  return undefined;
}

function onTrailers(message: unknown): void {
  callOf(message)?.subsegment.close();
}

function onError(message: unknown): void {
  const call = callOf(message);
  if (call === undefined) return;
  const { error } = message as { error: unknown };
  if (call.phases !== undefined) connections.forget(call.phases);
  call.phases?.endAll(error);
  call.subsegment.close(error);
}
