import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { context, defaultRecorder, type Segment } from '../../index.js';
import type { IncomingOptions } from '../http/handler.js';
import { beginIncoming, type SegmentName } from '../http/incoming-request.js';
import { SEGMENT, type Traced } from '../http/traced-message.js';

const SLOT = Symbol.for('radiograph.express.v1');

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
 * Makes each request that passes it a segment, current in all that comes after. Use it first. With Express 5, errors of
 * routes and middleware are recorded; with Express 4, use {@link expressErrors} too, after the routes.
 *
 * @param name the segment's name, or a function that tells it from the request; by default the recorder's `service`
 * @example
 * app.use(express('shop'));
 */
export function express(name?: SegmentName, options: IncomingOptions = {}): Middleware {
  recordRouterErrors();
  return (request, response, next) => {
    const recorder = options.recorder ?? defaultRecorder();
    // A server that is wrapped already, or a router that is mounted in a traced one.
    if (recorder.disabled || (request as Traced)[SEGMENT] !== undefined) {
      next();
      return;
    }
    context.run(beginIncoming(recorder, name ?? recorder.service, request, response), next);
  };
}

/**
 * Records the errors of routes with Express 4, and passes them on. Use it after the routes and before other error
 * middleware. Express 5 does not need it.
 *
 * @example
 * app.use(expressErrors());
 */
export function expressErrors(): ErrorMiddleware {
  return (error, request, _response, next) => {
    recordError(request, error);
    next(error);
  };
}

/** Express 5 tells of errors on a channel; how they count is said by the response that they lead to. */
function recordRouterErrors(): void {
  const slots = globalThis as { [SLOT]?: boolean };
  if (slots[SLOT]) return;
  slots[SLOT] = true;
  subscribe('tracing:express.router.request:error', (message) => {
    const { req, error } = message as { req?: IncomingMessage; error?: unknown };
    if (req !== undefined) recordError(req, error);
  });
}

function recordError(request: IncomingMessage, error: unknown): void {
  const segment = (request as Traced)[SEGMENT] as Segment | undefined;
  if (segment !== undefined && !segment.closed) segment.addError(error, { kind: 'none' });
}
