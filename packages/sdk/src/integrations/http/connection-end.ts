import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

const QUEUED = Symbol.for('radiograph.queued-responses');

type OnClose = (this: ServerResponse) => void;
type QueueingSocket = Socket & { [QUEUED]?: Map<ServerResponse, OnClose> };

/** Calls `onClose` on a response that still waits for its turn when its connection ends. */
export function closeWithSocket(socket: Socket, response: ServerResponse, onClose: OnClose): void {
  const queueing = socket as QueueingSocket;
  const queued = queueing[QUEUED];
  if (queued !== undefined) {
    queued.set(response, onClose);
    return;
  }
  queueing[QUEUED] = new Map([[response, onClose]]);
  queueing.once('close', onSocketClose);
}

/** A response that has ended waits no more. */
export function forgetQueued(socket: Socket | undefined, response: ServerResponse): void {
  (socket as QueueingSocket | undefined)?.[QUEUED]?.delete(response);
}

function onSocketClose(this: QueueingSocket): void {
  for (const [response, onClose] of this[QUEUED] ?? []) onClose.call(response);
}
