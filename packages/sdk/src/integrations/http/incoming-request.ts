import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  formatTraceHeader,
  parseTraceHeader,
  parseTraceparent,
  TRACE_HEADER,
  TRACEPARENT,
  type TraceHeader,
} from '@radiograph/protocol';
import { defaultRecorder, type Recorder, type Segment } from '../../index.js';
import { bindEvents } from './bind-events.js';
import { closeWithSocket, forgetQueued } from './connection-end.js';
import { describeIncoming, targetOf } from './incoming-description.js';
import { type IncomingOptions, isIgnored, nameFor, type SegmentName } from './incoming-options.js';
import { contentLength, ROUTE, SEGMENT, type Traced } from './traced-message.js';

const ABORTED: object = {
  name: 'RequestAborted',
  message: 'the client went away before the response was complete',
};

/** Tells a request's route, such as `/carts/:id`, when its response ends. */
export type RouteOf = (request: IncomingMessage) => string | undefined;

/**
 * Begins the segment of an incoming request and sees to its end: when the response is finished, or when the client goes
 * away. It does not make the segment current. `undefined` where there is nothing to begin: recording is turned off, the
 * path is ignored, or the request is a segment already, by a wrapped server or another framework around this one.
 *
 * The segment is kept with the request and the response themselves, because what is current when they end may be another
 * request on the same connection.
 */
export function beginIncoming(
  name: SegmentName | undefined,
  request: IncomingMessage,
  response: ServerResponse,
  options: IncomingOptions,
  routeOf?: RouteOf,
): Segment | undefined {
  const recorder = options.recorder ?? defaultRecorder();
  if (recorder.disabled) return undefined;
  try {
    return begin(recorder, name, request, response, options, routeOf);
  } catch (error) {
    // Frameworks may hand over what is no request of Node, and so may whoever emits the event `request` himself.
    recorder.tellLeftOut('a server was given a request that is none of Node; it is not recorded', error);
    return undefined;
  }
}

function begin(
  recorder: Recorder,
  name: SegmentName | undefined,
  request: IncomingMessage,
  response: ServerResponse,
  options: IncomingOptions,
  routeOf: RouteOf | undefined,
): Segment | undefined {
  if (options.route === true && routeOf !== undefined) (request as Traced)[ROUTE] = routeOf;
  if ((request as Traced)[SEGMENT] !== undefined) return undefined;
  const target = targetOf(request);
  if (options.ignore !== undefined && isIgnored(request, target.path, options.ignore, recorder))
    return undefined;
  const header = incomingHeader(request);
  const segment = recorder.beginSegment(nameFor(name ?? recorder.service, request, target.host, recorder), {
    header,
    host: target.host,
    method: request.method,
    path: target.path,
  });
  (request as Traced)[SEGMENT] = segment;
  bindEvents(request);
  answer(options.responseHeader ?? 'ask', header, segment, response);
  if (!segment.observed) return segment;
  segment.setHttp({ request: describeIncoming(request, target, options) });
  (response as Traced)[SEGMENT] = segment;
  // Closing twice is harmless, and `once` would make two objects for each request.
  response.on('close', onClose);
  // A response that waits for an earlier one on its connection does not hear of the connection's end.
  if (response.socket === null) closeWithSocket(request.socket, response, onClose);
  return segment;
}

function incomingHeader(request: IncomingMessage): TraceHeader {
  const header = request.headers[TRACE_HEADER];
  if (typeof header === 'string') return parseTraceHeader(header);
  const traceparent = request.headers[TRACEPARENT];
  return (typeof traceparent === 'string' && parseTraceparent(traceparent)) || parseTraceHeader(undefined);
}

/** Callers may ask whether this request is recorded, so that they can record their own part or not. */
function answer(
  when: 'ask' | 'always' | 'never',
  { parent, sampled }: TraceHeader,
  segment: Segment,
  response: ServerResponse,
): void {
  const isAsked = sampled === '?';
  if (response.headersSent || when === 'never' || (when === 'ask' && !isAsked)) return;
  const decision = segment.sampled ? '1' : '0';
  response.setHeader(
    'X-Amzn-Trace-Id',
    formatTraceHeader({
      root: segment.traceId,
      ...(parent !== undefined && { parent }),
      ...(sampled !== undefined && { sampled: decision }),
    }),
  );
}

function onClose(this: ServerResponse): void {
  const segment = (this as Traced)[SEGMENT] as Segment | undefined;
  forgetQueued(this.req.socket, this);
  if (segment === undefined || segment.closed) return;
  annotateRoute(segment, this.req);
  if (this.headersSent) recordResponse(segment, this);
  if (!isFinished(this)) segment.addError(ABORTED, { kind: 'error' });
  segment.close();
}

function annotateRoute(segment: Segment, request: IncomingMessage): void {
  const routeOf = (request as Traced)[ROUTE];
  if (routeOf === undefined) return;
  try {
    const route = routeOf(request);
    if (typeof route === 'string' && route !== '') segment.annotate('route', route);
  } catch {
    // A framework that keeps its routes otherwise has none to tell.
  }
}

/** Some frameworks end a response whose client has gone away, so that it was ended says nothing. */
function isFinished(response: ServerResponse): boolean {
  const { stream } = response as { stream?: { readonly aborted?: boolean; readonly rstCode?: number } };
  if (stream !== undefined) return response.writableEnded && !stream.aborted && (stream.rstCode ?? 0) === 0;
  const connection = response.req.socket;
  // A response that was sent has let go of its connection by now; one that a test makes up never had a real one.
  if (response.writableFinished) return response.socket !== connection || !connection.destroyed;
  return response.writableEnded && connection.destroyed !== true;
}

function recordResponse(segment: Segment, response: ServerResponse): void {
  const length = contentLength(
    response.getHeader('content-length') ?? (response as { _contentLength?: unknown })._contentLength,
  );
  const { statusCode: status } = response;
  segment.setHttp({ response: length === undefined ? { status } : { status, content_length: length } });
}

/** Ends a request's segment for an error that nobody answered: as the server's fault, with the status 500 it leads to. */
export function failIncoming(segment: Segment, response: ServerResponse, error: unknown): void {
  if (!segment.observed || segment.closed) return;
  segment.setHttp({ response: { status: response.headersSent ? response.statusCode : 500 } });
  segment.addError(error, { kind: 'fault' });
  segment.close();
}

/** Where a request keeps the error that was recorded last. */
const ERROR: unique symbol = Symbol.for('radiograph.request-error') as never;

/** Records an error that a framework answers; how it counts is said by the status of its answer. */
export function recordRequestError(request: IncomingMessage, error: unknown): void {
  const traced = request as Traced & { [ERROR]?: unknown };
  const segment = traced?.[SEGMENT];
  // Several may see the same error pass.
  if (segment === undefined || segment.closed || (ERROR in traced && traced[ERROR] === error)) return;
  traced[ERROR] = error;
  segment.addError(error, { kind: 'none' });
}
