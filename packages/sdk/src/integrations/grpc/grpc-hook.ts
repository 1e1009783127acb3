import { grpc } from './grpc-client.js';
import { grpcServer } from './grpc-server.js';
import { isOwn } from './own-interceptor.js';

/** The lists of interceptors that a client and a call were given; a call's own replace those of its client. */
interface GivenInterceptors {
  readonly clientInterceptors: readonly unknown[];
  readonly clientInterceptorProviders: readonly Provider[];
  readonly callInterceptors: readonly unknown[];
  readonly callInterceptorProviders: readonly Provider[];
}
type Provider = (method: unknown) => unknown;
type ClientHook = (given: GivenInterceptors, ...rest: unknown[]) => unknown;
type ServerHook = (interceptors: readonly unknown[], ...rest: unknown[]) => unknown;

/**
 * Has the calls of all clients pass an interceptor of ours, the innermost, where they have none already.
 *
 * @throws TypeError where the library is built otherwise
 */
export function hookGrpcClients(exports: { getInterceptingCall: ClientHook }, isWanted: () => boolean): void {
  const original = exports.getInterceptingCall;
  if (typeof original !== 'function') throw new TypeError('it has no function getInterceptingCall');
  const own = grpc();
  exports.getInterceptingCall = (given, ...rest) =>
    original(isWanted() ? withOwn(given, own) : given, ...rest);
}

function withOwn(given: GivenInterceptors, own: unknown): GivenInterceptors {
  const { clientInterceptors, clientInterceptorProviders, callInterceptors, callInterceptorProviders } =
    given;
  const ofCall = callInterceptors.length + callInterceptorProviders.length > 0;
  const [list, providers] = ofCall
    ? [callInterceptors, callInterceptorProviders]
    : [clientInterceptors, clientInterceptorProviders];
  // A provider by hand may give ours, which then comes first and leaves its header for this one to see.
  if (list.some(isOwn)) return given;
  // gRPC takes either interceptors or providers.
  if (providers.length > 0) {
    const more = [...providers, () => own];
    return ofCall
      ? { ...given, callInterceptorProviders: more }
      : { ...given, clientInterceptorProviders: more };
  }
  const more = [...list, own];
  return ofCall ? { ...given, callInterceptors: more } : { ...given, clientInterceptors: more };
}

/**
 * Has the calls that all servers answer pass an interceptor of ours where they have none already.
 *
 * @throws TypeError where the library is built otherwise
 */
export function hookGrpcServers(
  exports: { getServerInterceptingCall: ServerHook },
  isWanted: () => boolean,
): void {
  const original = exports.getServerInterceptingCall;
  if (typeof original !== 'function') throw new TypeError('it has no function getServerInterceptingCall');
  const own = grpcServer();
  exports.getServerInterceptingCall = (interceptors, ...rest) =>
    original(isWanted() && !interceptors.some(isOwn) ? [...interceptors, own] : interceptors, ...rest);
}
