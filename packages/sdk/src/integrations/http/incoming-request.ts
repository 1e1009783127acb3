import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import {
  formatTraceHeader,
  parseTraceHeader,
  parseTraceparent,
  TRACE_HEADER,
  TRACEPARENT,
  type TraceHeader,
} from '@radiograph/protocol';
import type { Recorder, Segment } from '../../index.js';
import { bindEvents } from './bind-events.js';
import { contentLength, SEGMENT, type Traced, withoutQuery } from './traced-message.js';

/** A segment's name, or what tells it from the request, for servers that answer for several hosts. */
export type SegmentName = string | ((request: IncomingMessage) => string);

const QUEUED = Symbol.for('radiograph.queued-responses');
const ABORTED: object = {
  name: 'RequestAborted',
  message: 'the client went away before the response was complete',
};

type QueueingSocket = Socket & { [QUEUED]?: Set<ServerResponse> };

/**
 * Begins the segment of an incoming request and sees to its end: when the response is finished, or when the client goes
 * away. It does not make the segment current. The segment is kept with the request and the response themselves, because
 * what is current when they end may be another request on the same connection.
 */
export function beginIncoming(
  recorder: Recorder,
  name: SegmentName,
  request: IncomingMessage,
  response: ServerResponse,
): Segment {
  const path = withoutQuery((request as { originalUrl?: string }).originalUrl ?? request.url ?? '/');
  const host = request.headers.host ?? authority(request);
  const header = incomingHeader(request);
  const segment = recorder.beginSegment(nameFor(name, request, recorder), {
    header,
    host,
    method: request.method,
    path,
  });
  (request as Traced)[SEGMENT] = segment;
  bindEvents(request);
  if (header.sampled === '?') answerDecision(segment, response);
  if (!segment.observed) return segment;
  segment.setHttp({ request: describe(request, host, path) });
  (response as Traced)[SEGMENT] = segment;
  response.once('close', onClose);
  // A response that waits for an earlier one on its connection does not hear of the connection's end.
  if (response.socket === null) closeWithSocket(request.socket, response);
  return segment;
}

/** HTTP/2 says what `Host` says in a pseudo header. */
function authority(request: IncomingMessage): string | undefined {
  const value = request.headers[':authority'];
  return typeof value === 'string' ? value : undefined;
}

function incomingHeader(request: IncomingMessage): TraceHeader {
  const header = request.headers[TRACE_HEADER];
  if (typeof header === 'string') return parseTraceHeader(header);
  const traceparent = request.headers[TRACEPARENT];
  return (typeof traceparent === 'string' && parseTraceparent(traceparent)) || parseTraceHeader(undefined);
}

function nameFor(name: SegmentName, request: IncomingMessage, recorder: Recorder): string {
  if (typeof name === 'string') return name;
  try {
    return name(request);
  } catch {
    return recorder.service;
  }
}

/** The caller asked whether this request is recorded, so that it can record its own part or not. */
function answerDecision(segment: Segment, response: ServerResponse): void {
  if (response.headersSent) return;
  response.setHeader(
    'X-Amzn-Trace-Id',
    formatTraceHeader({ root: segment.traceId, sampled: segment.sampled ? '1' : '0' }),
  );
}

function describe(
  request: IncomingMessage,
  host: string | undefined,
  path: string,
): Record<string, string | boolean> {
  const scheme = 'encrypted' in request.socket ? 'https' : 'http';
  const forwarded = request.headers['x-forwarded-for'];
  const client = typeof forwarded === 'string' ? forwarded.split(',', 1)[0]?.trim() : undefined;
  const userAgent = request.headers['user-agent'];
  return {
    method: request.method ?? 'GET',
    url: `${scheme}://${host ?? 'localhost'}${path}`,
    ...(userAgent !== undefined && { user_agent: userAgent }),
    client_ip: client || plainAddress(request.socket.remoteAddress),
    ...(client && { x_forwarded_for: true }),
  };
}

/** IPv4 addresses arrive as `::ffff:1.2.3.4` where the server listens on IPv6. */
function plainAddress(address = ''): string {
  return address.startsWith('::ffff:') ? address.slice('::ffff:'.length) : address;
}

function closeWithSocket(socket: QueueingSocket, response: ServerResponse): void {
  const queued = socket[QUEUED];
  if (queued !== undefined) {
    queued.add(response);
    return;
  }
  socket[QUEUED] = new Set([response]);
  socket.once('close', onSocketClose);
}

function onSocketClose(this: QueueingSocket): void {
  for (const response of this[QUEUED] ?? []) onClose.call(response);
}

function onClose(this: ServerResponse): void {
  const segment = (this as Traced)[SEGMENT];
  (this.req.socket as QueueingSocket)[QUEUED]?.delete(this);
  if (segment === undefined || segment.closed) return;
  if (this.headersSent) recordResponse(segment as Segment, this);
  if (!isFinished(this)) segment.addError(ABORTED, { kind: 'error' });
  segment.close();
}

/** Responses of HTTP/2 only know whether they were ended. */
function isFinished(response: ServerResponse): boolean {
  return (response.writableFinished as boolean | undefined) ?? response.writableEnded;
}

function recordResponse(segment: Segment, response: ServerResponse): void {
  const length = contentLength(
    response.getHeader('content-length') ?? (response as { _contentLength?: unknown })._contentLength,
  );
  segment.setHttp({
    response: { status: response.statusCode, ...(length !== undefined && { content_length: length }) },
  });
}

/** Ends a request's segment for an error that nobody answered: as the server's fault, with the status 500 it leads to. */
export function failIncoming(segment: Segment, response: ServerResponse, error: unknown): void {
  if (!segment.observed || segment.closed) return;
  segment.setHttp({ response: { status: response.headersSent ? response.statusCode : 500 } });
  segment.addError(error, { kind: 'fault' });
  segment.close();
}
