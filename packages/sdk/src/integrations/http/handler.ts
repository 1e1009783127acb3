import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import { context, type Segment } from '../../index.js';
import type { IncomingOptions, SegmentName } from './incoming-options.js';
import { beginIncoming, failIncoming } from './incoming-request.js';

/**
 * Wraps a request listener so that each request is a segment, current while the listener runs and in all that it starts.
 * It ends when the response is finished or the client goes away. What the listener throws is recorded and thrown on.
 * Serves `node:http`, `node:https` and the compatibility API of `node:http2`.
 *
 * @param name the segment's name, or what tells it from the request
 * @example
 * createServer(handler('shop', (request, response) => response.end('hello'))).listen(3000);
 */
export function handler(
  name: SegmentName,
  listener: RequestListener,
  options: IncomingOptions = {},
): RequestListener {
  return function listen(this: Server, request: IncomingMessage, response: ServerResponse): unknown {
    const segment = beginIncoming(name, request, response, options);
    if (segment === undefined) return listener.call(this, request, response as never);
    return context.run(segment, respond, this, listener, segment, request, response);
  } as RequestListener;
}

function respond(
  server: Server,
  listener: RequestListener,
  segment: Segment,
  request: IncomingMessage,
  response: ServerResponse,
): unknown {
  try {
    const result: unknown = listener.call(server, request, response as never);
    return result instanceof Promise ? failWith(result, segment, response) : result;
  } catch (error) {
    failIncoming(segment, response, error);
    throw error;
  }
}

/** Passes a rejection on, so that the process hears of it as it would without us. */
async function failWith(
  result: Promise<unknown>,
  segment: Segment,
  response: ServerResponse,
): Promise<unknown> {
  try {
    return await result;
  } catch (error) {
    failIncoming(segment, response, error);
    throw error;
  }
}
