import type { IncomingMessage } from 'node:http';

/** How much is still taken of a body that was refused, and for how long. */
export interface LingerBounds {
  readonly bytes: number;
  readonly ms: number;
}

/** A client that sends more, or more slowly, may lose its answer. */
const usualBounds: LingerBounds = { bytes: 128 * 1024 * 1024, ms: 10_000 };

/** How often it is looked whether a bound was reached. */
const lookMs = 50;

/**
 * Lets a client that is still sending its body read why it was refused. Where Node would close the connection after the answer, the
 * answer's end is sent and what comes is thrown away, until the body ends or a bound is reached: closing over bytes that nobody read makes
 * the system reset the connection, and a reset throws away an answer that was not read yet.
 */
export function lingerOver(incoming: IncomingMessage, bounds: LingerBounds = usualBounds): void {
  const { socket } = incoming;
  let draining = false;
  // Node and the adapter of Hono both close connections by this method of the socket.
  socket.destroySoon = () => {
    if (draining) return;
    draining = !incoming.complete;
    if (draining) {
      drain(incoming, bounds);
      return;
    }
    Reflect.deleteProperty(socket, 'destroySoon');
    socket.destroySoon();
  };
}

function drain(incoming: IncomingMessage, { bytes, ms }: LingerBounds): void {
  const { socket } = incoming;
  const lastByte = socket.bytesRead + bytes;
  const lastMs = performance.now() + ms;
  // The socket's own count: a body that nobody had begun to read tells nothing of what it throws away.
  const look = setInterval(() => {
    if (socket.bytesRead > lastByte || performance.now() > lastMs) socket.destroy();
  }, lookMs);
  incoming.once('end', () => socket.destroy());
  socket.once('close', () => clearInterval(look));
  socket.end();
  incoming.resume();
}
