import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

const HEADER = '{"format":"json","version":1}\n';

/** Sends numbered documents of a size at a rate, evenly, and settles when all are sent. */
export async function sendNumbered(
  port: number,
  options: {
    readonly from?: number;
    readonly count: number;
    readonly perSecond: number;
    readonly bytes: number;
  },
): Promise<void> {
  const { from = 0, count, perSecond, bytes } = options;
  const socket = createSocket('udp4');
  socket.connect(port, '127.0.0.1');
  await once(socket, 'connect');
  const pad = 'segment, "quoted" and so on '.repeat(bytes / 20).slice(0, bytes);
  const tail = `,"pad":${JSON.stringify(pad).slice(0, bytes - 60)}"}`.replace(/\\"\}$/, '"}');
  const beganAtMs = performance.now();
  for (let sent = 0; sent < count; ) {
    const due = Math.min(count, ((performance.now() - beganAtMs) / 1000) * perSecond);
    // Never more at once than a socket's buffer holds, even after the machine looked away.
    for (let burst = 0; sent < due && burst < 200; burst++, sent++)
      socket.send(`${HEADER}{"n":${from + sent}${tail}`);
    await sleep(sent < due ? 0 : 2);
  }
  await sleep(20);
  socket.close();
}
