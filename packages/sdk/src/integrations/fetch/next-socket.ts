import { Socket } from 'node:net';
import { type Connecting, followConnecting } from '../http/socket-phases.js';

type Connect = (this: Socket, ...args: unknown[]) => unknown;

const HOOKED = Symbol.for('radiograph.next-socket');
let expected: Connecting | undefined;

/**
 * Follows the next socket that connects before the code that runs now is done: undici tells that it connects, and does so at
 * once, but does not tell with which socket before that is connected.
 */
export function followNextSocket(connecting: Connecting): void {
  hookSockets();
  expected = connecting;
  queueMicrotask(() => {
    if (expected === connecting) expected = undefined;
  });
}

function hookSockets(): void {
  const prototype = Socket.prototype as unknown as { connect: Connect; [HOOKED]?: boolean };
  if (prototype[HOOKED]) return;
  prototype[HOOKED] = true;
  const connect = prototype.connect;
  prototype.connect = function connectAndFollow(...args) {
    const connecting = expected;
    if (connecting !== undefined) {
      expected = undefined;
      followConnecting(this, connecting, () => {});
    }
    return connect.apply(this, args);
  };
}
