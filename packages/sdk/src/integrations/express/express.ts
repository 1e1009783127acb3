import type { IncomingMessage, ServerResponse } from 'node:http';
import { context, defaultRecorder } from '../../index.js';
import type { IncomingOptions, SegmentName } from '../http/incoming-options.js';
import { beginIncoming, recordRequestError } from '../http/index.js';
import { hookLayersOf, routeOf } from './layer.js';

/** A middleware of Express 4 or 5. */
export type Middleware = (
  request: IncomingMessage,
  response: ServerResponse,
  next: (error?: unknown) => void,
) => void;

/** An error middleware of Express 4 or 5. */
export type ErrorMiddleware = (
  error: unknown,
  request: IncomingMessage,
  response: ServerResponse,
  next: (error?: unknown) => void,
) => void;

/**
 * Makes each request that passes it a segment, current in all that comes after. Use it first. The errors of routes and
 * middleware are recorded.
 *
 * @param name the segment's name, or what tells it from the request; by default the recorder's `service`
 * @example
 * app.use(express('shop'));
 */
export function express(name?: SegmentName, options: IncomingOptions = {}): Middleware {
  let isHooked = false;
  return (request, response, next) => {
    if (!isHooked) {
      isHooked = true;
      hookErrors(request, options);
    }
    const segment = beginIncoming(name, request, response, options, routeOf);
    if (segment === undefined) next();
    else context.run(segment, next);
  };
}

/** The layers are known when the first request has come to one. */
function hookErrors(request: IncomingMessage, { recorder = defaultRecorder() }: IncomingOptions): void {
  try {
    hookLayersOf(request);
  } catch (error) {
    recorder.tellLeftOut(
      'this version of Express routes otherwise: of errors only those that expressErrors() sees are recorded',
      error,
    );
  }
}

/**
 * Records the errors of routes, and passes them on. Only needed where `express()` cannot find them by itself, as one
 * line of the log then says. Use it after the routes and before other error middleware.
 *
 * @example
 * app.use(expressErrors());
 */
export function expressErrors(): ErrorMiddleware {
  return (error, request, _response, next) => {
    recordRequestError(request, error);
    next(error);
  };
}
