import { TRACE_HEADER } from '@radiograph/protocol';
import { context, defaultRecorder, type Subsegment } from '../../index.js';
import { beginOutgoing, type OutgoingCall, type TracedCall } from '../http/outgoing-call.js';
import type { OutgoingOptions } from '../http/outgoing-options.js';
import { closeWithStatus, type GrpcStatus } from './grpc-status.js';
import { asOwn } from './own-interceptor.js';

/** As much of gRPC's metadata as is used. */
export interface GrpcMetadata {
  get(key: string): readonly (string | Uint8Array)[];
  set(key: string, value: string): void;
  clone(): GrpcMetadata;
}

interface Listener {
  onReceiveMetadata?(metadata: unknown): void;
  onReceiveMessage?(message: unknown): void;
  onReceiveStatus?(status: GrpcStatus): void;
}
interface ClientCall {
  start(metadata: GrpcMetadata, listener?: Listener): void;
  getPeer(): string;
}
interface CallOptions {
  readonly method_definition?: { readonly path?: string };
}

/** An interceptor of clients of `@grpc/grpc-js`. */
export type GrpcInterceptor = (options: never, nextCall: (options: never) => never) => never;

/**
 * An interceptor that records each call, unary or streaming, as a subsegment of what is current, and lets its metadata carry
 * the trace header. The subsegment is named after the service called; how it counts is said by the status.
 *
 * @example
 * const client = new Carts(address, credentials, { interceptors: [grpc()] });
 */
export function grpc(options: Pick<OutgoingOptions, 'traced' | 'ignore'> = {}): GrpcInterceptor {
  const intercept = (
    callOptions: CallOptions,
    nextCall: (options: CallOptions) => ClientCall,
  ): ClientCall => {
    const call = nextCall(callOptions);
    const path = callOptions.method_definition?.path;
    if (typeof path === 'string' && typeof call.start === 'function') record(call, path, options);
    else defaultRecorder().tellLeftOut('this version of gRPC has other calls: they are not recorded');
    return call;
  };
  return asOwn(intercept as unknown as GrpcInterceptor);
}

/** The call is made for one use, so its own methods can be replaced. */
function record(call: ClientCall, path: string, options: OutgoingOptions): void {
  const start = call.start;
  call.start = (metadata, listener) => {
    const traced = metadata.get(TRACE_HEADER).length > 0 ? undefined : begin(call, path, options);
    if (traced === undefined) {
      start.call(call, metadata, listener);
      return;
    }
    // The caller may use his metadata again.
    const own = metadata.clone();
    if (traced.header !== '') own.set(TRACE_HEADER, traced.header);
    const { subsegment } = traced;
    try {
      start.call(call, own, subsegment === undefined ? listener : following(listener, subsegment));
    } catch (error) {
      if (subsegment?.closed === false) subsegment.close(error);
      throw error;
    }
  };
}

function begin(call: ClientCall, path: string, options: OutgoingOptions): TracedCall | undefined {
  return beginOutgoing(() => describe(call, path), options);
}

/** X-Ray names a call of gRPC after the service, `package.Service` of `/package.Service/Method`. */
function describe(call: ClientCall, path: string): OutgoingCall {
  const target = targetOf(call);
  return { method: 'POST', host: serviceOf(path), url: `grpc://${target}${path}` };
}

/** `host:port` of `dns:host:port`, or of `dns:///host:port`. */
function targetOf(call: ClientCall): string {
  try {
    return call.getPeer().replace(/^[a-z][\w+.-]*:(\/\/[^/]*\/)?(?=[^\d]|\d+\.|\[)/i, '');
  } catch {
    return 'unknown';
  }
}

/** The service of a method's path. */
export function serviceOf(path: string): string {
  return path.split('/')[1] || path;
}

/** Listens along; what the caller's listener does, it does where it was called. */
function following(listener: Listener | undefined, subsegment: Subsegment): Listener {
  const outer = context.getStore();
  const inOuter = (body: () => void): void => (outer === undefined ? body() : context.run(outer, body));
  return {
    onReceiveMetadata: (metadata) => inOuter(() => listener?.onReceiveMetadata?.(metadata)),
    onReceiveMessage: (message) => inOuter(() => listener?.onReceiveMessage?.(message)),
    onReceiveStatus: (status) => {
      closeWithStatus(subsegment, status, true);
      inOuter(() => listener?.onReceiveStatus?.(status));
    },
  };
}
