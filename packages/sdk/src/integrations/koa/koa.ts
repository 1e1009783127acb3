import type { IncomingMessage, ServerResponse } from 'node:http';
import { context } from '../../index.js';
import { beginIncoming, type IncomingOptions, recordRequestError, type SegmentName } from '../http/index.js';
import { SEGMENT, type Traced } from '../http/traced-message.js';

/** As much of Koa's context as is used. */
export interface KoaContext {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
}

/** A middleware of Koa. */
export type KoaMiddleware = (koaContext: KoaContext, next: () => Promise<unknown>) => Promise<unknown>;

/**
 * Makes each request that passes it a segment, current in all that comes after. Use it first. What comes after may throw:
 * that is recorded, counts as the response says, and is thrown on. Routes are those of `@koa/router`.
 *
 * @param name the segment's name, or what tells it from the request; by default the recorder's `service`
 * @example
 * app.use(koa('shop'));
 */
export function koa(name?: SegmentName, options: IncomingOptions = {}): KoaMiddleware {
  return (koaContext, next) => {
    const { req, res } = koaContext;
    const segment = beginIncoming(name, req, res, options, () => matchedRoute(koaContext));
    if (segment !== undefined) return record(req, () => context.run(segment, next));
    // Around this there may be somebody who made it a segment; of errors he does not hear.
    return (req as Traced | undefined)?.[SEGMENT] === undefined ? next() : record(req, next);
  };
}

function matchedRoute(koaContext: KoaContext): string | undefined {
  const route = (koaContext as { _matchedRoute?: unknown })._matchedRoute;
  return route === undefined ? undefined : String(route);
}

async function record(request: IncomingMessage, work: () => Promise<unknown>): Promise<unknown> {
  try {
    return await work();
  } catch (error) {
    recordRequestError(request, error);
    throw error;
  }
}
