import type { ClientRequest } from 'node:http';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { Subsegment } from '../../index.js';
import { CallPhases } from './call-phases.js';

/** An IP address needs no DNS. */
const IS_ADDRESS = /^(\d{1,3}(\.\d{1,3}){3}|[\da-f]*:[\da-f:.]*)$/i;

/** Follows a request of `node:http` or `node:https` through its connection; `end` is called by whoever sees its end. */
export function followPhases(request: ClientRequest, call: Subsegment): CallPhases {
  const phases = new CallPhases(call);
  if (request.socket) sent(request, phases);
  else request.once('socket', (socket: Socket) => onSocket(request, socket, phases));
  return phases;
}

function onSocket(request: ClientRequest, socket: Socket, phases: CallPhases): void {
  if (request.reusedSocket || !isConnecting(socket)) {
    sent(request, phases);
    return;
  }
  const isSecure = request.protocol === 'https:';
  followConnecting(socket, { host: request.host, isSecure, phases }, () => {
    phases.end('connect');
    sent(request, phases);
  });
}

/** A connection that is about to be made for a call. */
export interface Connecting {
  readonly host: string;
  readonly isSecure: boolean;
  readonly phases: CallPhases;
}

/** Follows a socket through `dns`, `dial` and `tls`, inside `connect`. */
export function followConnecting(
  socket: Socket,
  { host, isSecure, phases }: Connecting,
  connected: () => void,
): void {
  phases.begin('connect');
  if (IS_ADDRESS.test(host)) phases.begin('dial');
  else followLookup(socket, phases);
  socket.once('connect', () => {
    phases.end('dial');
    if (isSecure) phases.begin('tls');
    else connected();
  });
  socket.once('secureConnect', () => {
    phases.end('tls', undefined, tlsDetail(socket as TLSSocket));
    connected();
  });
}

/** A TLS socket connects until its handshake is done. */
function isConnecting(socket: Socket): boolean {
  return socket.connecting || (socket as { secureConnecting?: boolean }).secureConnecting === true;
}

function followLookup(socket: Socket, phases: CallPhases): void {
  phases.begin('dns');
  socket.once('lookup', (error: Error | null, address: string, family: number | string | null) => {
    phases.end('dns', error, error ? undefined : { address, family });
    if (!error) phases.begin('dial');
  });
}

function tlsDetail(socket: TLSSocket): object {
  return {
    did_resume: socket.isSessionReused(),
    negotiated_protocol: socket.alpnProtocol || undefined,
    version: socket.getProtocol(),
    cipher_suite: socket.getCipher()?.standardName,
  };
}

function sent(request: ClientRequest, phases: CallPhases): void {
  const written = (): void => {
    phases.end('request');
    phases.begin('response');
  };
  phases.begin('request');
  if (request.writableFinished) written();
  else request.once('finish', written);
}
