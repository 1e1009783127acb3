import type { IncomingMessage } from 'node:http';
import { context } from '../../index.js';
import { SEGMENT, type Traced } from './traced-message.js';

const EMIT = Symbol.for('radiograph.emit');

type Bound = IncomingMessage & Traced & { [EMIT]?: IncomingMessage['emit'] };

/**
 * Lets a request's segment be current in the listeners of its body: Node calls them from the connection, where another
 * request or none is current. Requests without a body need nothing.
 */
export function bindEvents(request: IncomingMessage): void {
  if (request.headers['content-length'] === undefined && request.headers['transfer-encoding'] === undefined)
    return;
  (request as Bound)[EMIT] = request.emit;
  request.emit = emitInContext as IncomingMessage['emit'];
}

function emitInContext(this: Bound, ...event: Parameters<IncomingMessage['emit']>): boolean {
  const emit = this[EMIT] as IncomingMessage['emit'];
  const segment = this[SEGMENT];
  const current = context.getStore();
  if (segment === undefined || segmentOf(current) === segment) return emit.apply(this, event);
  return context.run(segment, applyEmit, emit, this, event);
}

function segmentOf(current: ReturnType<typeof context.getStore>): unknown {
  return current?.kind === 'subsegment' ? current.segment : current;
}

function applyEmit(
  emit: IncomingMessage['emit'],
  request: IncomingMessage,
  event: Parameters<IncomingMessage['emit']>,
): boolean {
  return emit.apply(request, event);
}
