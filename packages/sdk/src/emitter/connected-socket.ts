import type { Socket, SocketOptions } from 'node:dgram';
import { isAddress } from './resolve-host.js';

/** The host is an address here. Without this, `dgram` loads `node:dns`, and a datagram waits a turn of the loop. */
const asItIs: NonNullable<SocketOptions['lookup']> = (address, family, answer) =>
  answer(null, address, Number(family));

/**
 * Makes a UDP socket that does not keep the process alive, and connects it to an address. As there is nothing to look up, it is usually
 * connected at once; where it is not, its event `connect` or `error` comes.
 *
 * @throws the system's error when there are no sockets left
 */
export function connectSocket(address: string, port: number): Socket {
  const socket = openSocket(address);
  socket.connect(port, address);
  return socket;
}

/** Makes a UDP socket that does not keep the process alive, for a host's kind of address. */
export function openSocket(host: string): Socket {
  // Loaded here, as a function on Lambda whose trace is not recorded never comes by.
  const { createSocket } = process.getBuiltinModule('node:dgram');
  const type = host.includes(':') ? 'udp6' : 'udp4';
  return createSocket(isAddress(host) ? { type, lookup: asItIs } : { type }).unref();
}

/** Whether a socket can send now. */
export function isConnected(socket: Socket): boolean {
  try {
    return socket.remoteAddress() !== undefined;
  } catch {
    return false;
  }
}

/** Resolves when a socket that was not connected at once is so, and rejects with why it cannot be. */
export function connected(socket: Socket): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const failed = (error: Error): void => {
      closeQuietly(socket);
      reject(error);
    };
    socket.once('error', failed);
    socket.once('connect', () => {
      socket.off('error', failed);
      resolve(socket);
    });
  });
}

/** Closes a socket; one whose error closed it already is left as it is. */
export function closeQuietly(socket: Socket): void {
  try {
    socket.close();
  } catch {
    // Closed already, which is what was wanted.
  }
}
