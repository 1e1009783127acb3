import type { IncomingMessage, ServerResponse } from 'node:http';
import { Server } from 'node:net';
import { context, type Segment } from '../../index.js';
import { beginIncoming, failIncoming } from '../http/index.js';
import { isOn } from './switches.js';

type Emit = (this: object, event: string | symbol, ...args: unknown[]) => boolean;

/**
 * Makes each request that a server of `node:http`, `node:https` or `node:http2` takes a segment, whichever framework answers
 * it: all hear of requests by this event, and all these servers are servers of `node:net`. A framework's own integration
 * finds the segment there and adds what it knows.
 */
export function recordServers(): void {
  const prototype = Server.prototype as unknown as { emit: Emit };
  const emit = prototype.emit;
  prototype.emit = function emitRecorded(event, ...args) {
    if (event !== 'request' || !isOn('http')) return emit.call(this, event, ...args);
    const [request, response] = args as [IncomingMessage, ServerResponse];
    const segment = beginIncoming(undefined, request, response, {});
    if (segment === undefined) return emit.call(this, event, ...args);
    return context.run(segment, () => answer(() => emit.call(this, event, ...args), segment, response));
  };
}

function answer(emit: () => boolean, segment: Segment, response: ServerResponse): boolean {
  try {
    return emit();
  } catch (error) {
    failIncoming(segment, response, error);
    throw error;
  }
}
