import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { IntakeAddress } from '@radiograph/daemon';

/** A UDP socket that sends to an intake, as an application's SDK does. */
export interface DatagramSender {
  send(datagram: string | Uint8Array): Promise<void>;
  /** Sends in bursts of a hundred, as fast as the socket takes them. */
  sendMany(count: number, datagramOf: (index: number) => string): Promise<void>;
  close(): void;
}

export async function openSender({ address, port, family }: IntakeAddress): Promise<DatagramSender> {
  const socket = createSocket(family === 'IPv6' ? 'udp6' : 'udp4');
  socket.connect(port, address);
  await once(socket, 'connect');
  const send = (datagram: string | Uint8Array) =>
    new Promise<void>((resolve, reject) =>
      socket.send(datagram, (error) => (error ? reject(error) : resolve())),
    );
  return {
    send,
    async sendMany(count, datagramOf) {
      for (let index = 0; index < count; index++) {
        socket.send(datagramOf(index));
        if (index % 100 === 99) await nextTurn();
      }
      await nextTurn();
    },
    close: () => socket.close(),
  };
}
