import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';

/** A bound socket with the receive buffer that the system granted. */
export interface IntakeSocket {
  readonly socket: Socket;
  readonly receiveBufferBytes: number;
}

/** Where a socket is bound. */
export interface BindAddress {
  readonly address: string;
  readonly family: 4 | 6;
  readonly port: number;
}

const SMALLEST_BUFFER = 64 * 1024;

/** Binds a UDP socket with as large a receive buffer as asked for, or as the system grants. Rejects with the system's error. */
export async function bindSocket(bind: BindAddress, receiveBufferBytes: number): Promise<IntakeSocket> {
  const socket = createSocket(bind.family === 6 ? 'udp6' : 'udp4');
  socket.bind({ address: bind.address, port: bind.port, exclusive: true });
  await once(socket, 'listening');
  return { socket, receiveBufferBytes: growReceiveBuffer(socket, receiveBufferBytes) };
}

/** Linux cuts a request to what it allows; macOS refuses one above its maximum, so that ever smaller ones are tried. */
function growReceiveBuffer(socket: Socket, bytes: number): number {
  for (let ask = bytes; ; ask = Math.floor(ask / 2)) {
    try {
      socket.setRecvBufferSize(ask);
      break;
    } catch {
      if (ask <= SMALLEST_BUFFER) break;
    }
  }
  // Linux doubles the figure for its own bookkeeping and reports the double.
  return process.platform === 'linux' ? socket.getRecvBufferSize() / 2 : socket.getRecvBufferSize();
}
