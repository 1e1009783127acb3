import { formatTraceHeader, parseTraceHeader, TRACE_HEADER } from '@radiograph/protocol';
import { context, defaultRecorder, type Recorder, type Segment } from '../../index.js';
import { forwardedAddress } from '../http/incoming-description.js';
import type { GrpcMetadata } from './grpc-client.js';
import { closeWithStatus, type GrpcStatus } from './grpc-status.js';
import { asOwn } from './own-interceptor.js';

const CANCELLED: GrpcStatus = { code: 1, details: 'the client cancelled the call, or went away' };

/** What the interceptor for servers can be told. */
export interface GrpcServerOptions {
  /** Records with this recorder instead of the default one. */
  readonly recorder?: Recorder;
}

/** An interceptor of servers of `@grpc/grpc-js` 1.10 and later. */
export type GrpcServerInterceptor = (methodDescriptor: never, call: never) => never;

interface Listener {
  onReceiveMetadata(metadata: GrpcMetadata): void;
  onReceiveMessage(message: unknown): void;
  onReceiveHalfClose(): void;
  onCancel(): void;
}
interface ServerCall {
  start(listener: Listener): void;
  sendMetadata(metadata: GrpcMetadata): void;
  sendStatus(status: GrpcStatus): void;
  getPeer(): string;
  getHost?(): string;
}
/** The segment of one call, once its metadata is there. */
interface Answering {
  segment: Segment | undefined;
  isAsked: boolean;
}

/**
 * An interceptor that makes each call that a server answers, unary or streaming, a segment, current in its handler. How it
 * counts is said by the status. The response's metadata carries the trace's root.
 *
 * @param name the segment's name; by default the recorder's `service`
 * @example
 * const server = new Server({ interceptors: [grpcServer('carts')] });
 */
export function grpcServer(name?: string, options: GrpcServerOptions = {}): GrpcServerInterceptor {
  const intercept = (method: { readonly path?: string }, call: ServerCall): ServerCall => {
    const recorder = options.recorder ?? defaultRecorder();
    const { start, sendMetadata, sendStatus } = call;
    if ([start, sendMetadata, sendStatus].some((member) => typeof member !== 'function'))
      recorder.tellLeftOut('this version of gRPC has other server calls: they are not recorded');
    else if (!recorder.disabled) record(call, String(method.path), recorder, name ?? recorder.service);
    return call;
  };
  return asOwn(intercept as unknown as GrpcServerInterceptor);
}

/** The call is made for one use, so its own methods can be replaced. */
function record(call: ServerCall, path: string, recorder: Recorder, name: string): void {
  const { start, sendMetadata, sendStatus } = call;
  const answering: Answering = { segment: undefined, isAsked: false };
  call.start = (listener) => start.call(call, following(listener, answering, call, path, recorder, name));
  call.sendMetadata = (metadata) => sendMetadata.call(call, withRoot(metadata, answering));
  call.sendStatus = (status) => {
    if (answering.segment !== undefined) closeWithStatus(answering.segment, status, false);
    sendStatus.call(call, status);
  };
}

function following(
  listener: Listener,
  answering: Answering,
  call: ServerCall,
  path: string,
  recorder: Recorder,
  name: string,
): Listener {
  const inside = (body: () => void): void =>
    answering.segment === undefined ? body() : context.run(answering.segment, body);
  return {
    onReceiveMetadata: (metadata) => {
      begin(answering, metadata, call, path, recorder, name);
      inside(() => listener.onReceiveMetadata(metadata));
    },
    onReceiveMessage: (message) => inside(() => listener.onReceiveMessage(message)),
    onReceiveHalfClose: () => inside(() => listener.onReceiveHalfClose()),
    onCancel: () => {
      inside(() => listener.onCancel());
      if (answering.segment !== undefined) closeWithStatus(answering.segment, CANCELLED, false);
    },
  };
}

function begin(
  answering: Answering,
  metadata: GrpcMetadata,
  call: ServerCall,
  path: string,
  recorder: Recorder,
  name: string,
): void {
  const header = parseTraceHeader(onlyText(metadata, TRACE_HEADER));
  const host = call.getHost?.();
  const segment = recorder.beginSegment(name, { header, host, method: 'POST', path });
  answering.segment = segment;
  answering.isAsked = header.sampled === '?';
  if (!segment.observed) return;
  const forwarded = forwardedAddress(onlyText(metadata, 'x-forwarded-for') ?? '');
  const userAgent = onlyText(metadata, 'user-agent');
  segment.setHttp({
    request: {
      method: 'POST',
      url: `grpc://${host ?? 'localhost'}${path}`,
      client_ip: forwarded ?? addressOf(call.getPeer()),
      ...(forwarded !== undefined && { x_forwarded_for: true }),
      ...(userAgent !== undefined && { user_agent: userAgent }),
    },
  });
}

/** A key that is there twice says nothing: one value may be forged. */
function onlyText(metadata: GrpcMetadata, key: string): string | undefined {
  const values = metadata.get(key);
  return values.length === 1 && typeof values[0] === 'string' ? values[0].slice(0, 1000) : undefined;
}

/** `address` of `address:port` or `[address]:port`. */
function addressOf(peer: string): string {
  return peer.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1');
}

function withRoot(metadata: GrpcMetadata, { segment, isAsked }: Answering): GrpcMetadata {
  if (segment === undefined) return metadata;
  const own = metadata.clone();
  const sampled = segment.sampled ? '1' : '0';
  own.set(TRACE_HEADER, formatTraceHeader({ root: segment.traceId, ...(isAsked && { sampled }) }));
  return own;
}
