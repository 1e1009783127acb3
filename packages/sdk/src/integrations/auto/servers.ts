import type { IncomingMessage, ServerResponse } from 'node:http';
import { Server } from 'node:net';
import { context, defaultRecorder, type Segment } from '../../index.js';
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
    const segment = begin(request, response);
    if (segment === undefined) return emit.call(this, event, ...args);
    return context.run(segment, () => answer(() => emit.call(this, event, ...args), segment, response));
  };
}

/** What servers are given by hand may be no requests of Node. */
function begin(request: IncomingMessage, response: ServerResponse): Segment | undefined {
  try {
    return beginIncoming(undefined, request, response, {});
  } catch (error) {
    defaultRecorder().tellLeftOut(
      'a server was given a request that is none of Node; it is not recorded',
      error,
    );
    return undefined;
  }
}

function answer(emit: () => boolean, segment: Segment, response: ServerResponse): boolean {
  try {
    return emit();
  } catch (error) {
    failIncoming(segment, response, error);
    throw error;
  }
}
