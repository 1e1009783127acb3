import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { context } from '../../index.js';
import type { IncomingOptions, SegmentName } from '../http/incoming-options.js';
import { beginIncoming, recordRequestError } from '../http/incoming-request.js';

const SLOT = Symbol.for('radiograph.express.v1');
/** Where a request keeps the route it took: an error loses the place of a mounted router. */
const PATTERN = Symbol.for('radiograph.express-route');

type Routed = IncomingMessage & {
  readonly baseUrl?: string;
  readonly route?: { readonly path?: unknown };
  [PATTERN]?: string | undefined;
};

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
 * @param name the segment's name, or what tells it from the request; by default the recorder's `service`
 * @example
 * app.use(express('shop'));
 */
export function express(name?: SegmentName, options: IncomingOptions = {}): Middleware {
  listenToRouter();
  return (request, response, next) => {
    const segment = beginIncoming(name, request, response, options, routeOf);
    if (segment === undefined) next();
    else context.run(segment, next);
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
    recordRequestError(request, error);
    next(error);
  };
}

/** Express 5 tells of routes and errors on a channel; how errors count is said by the response that they lead to. */
export function listenToRouter(): void {
  const slots = globalThis as { [SLOT]?: boolean };
  if (slots[SLOT]) return;
  slots[SLOT] = true;
  subscribe('tracing:express.router.request:start', (message) => {
    const { req } = message as { req?: Routed };
    if (req?.route !== undefined) req[PATTERN] = patternOf(req);
  });
  subscribe('tracing:express.router.request:error', (message) => {
    const { req, error } = message as { req?: IncomingMessage; error?: unknown };
    if (req !== undefined) recordRequestError(req, error);
  });
}

function routeOf(request: IncomingMessage): string | undefined {
  return (request as Routed)[PATTERN] ?? patternOf(request as Routed);
}

function patternOf({ baseUrl, route }: Routed): string | undefined {
  return typeof route?.path === 'string' ? `${baseUrl ?? ''}${route.path}` : undefined;
}
