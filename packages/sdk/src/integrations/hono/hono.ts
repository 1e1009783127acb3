import type { IncomingMessage, ServerResponse } from 'node:http';
import { context, defaultRecorder } from '../../index.js';
import { beginIncoming, type IncomingOptions, recordRequestError, type SegmentName } from '../http/index.js';
import { SEGMENT, type Traced } from '../http/traced-message.js';

/** As much of Hono's context as is used. */
export interface HonoContext {
  readonly env: unknown;
  readonly error: Error | undefined;
  readonly req: object;
}

/** A middleware of Hono. */
export type HonoMiddleware = (honoContext: HonoContext, next: () => Promise<void>) => Promise<void>;

/** What `@hono/node-server` hands to an application. */
interface NodeBindings {
  readonly incoming?: IncomingMessage;
  readonly outgoing?: ServerResponse;
}

/** The route that a request took, known once it is answered. */
interface Taken {
  route: string | undefined;
}

/**
 * Makes each request that passes it a segment, current in all that comes after, for applications that `@hono/node-server`
 * serves. Use it first. Errors of handlers are recorded, and count as the response says.
 *
 * @param name the segment's name, or what tells it from the request; by default the recorder's `service`
 * @example
 * app.use(hono('shop'));
 */
export function hono(name?: SegmentName, options: IncomingOptions = {}): HonoMiddleware {
  return (honoContext, next) => {
    const { incoming, outgoing } = (honoContext.env ?? {}) as NodeBindings;
    if (incoming === undefined || outgoing === undefined) {
      const recorder = options.recorder ?? defaultRecorder();
      recorder.tellLeftOut('Hono is not served by @hono/node-server: its requests are not recorded');
      return next();
    }
    const taken: Taken = { route: undefined };
    const segment = beginIncoming(name, incoming, outgoing, options, () => taken.route);
    if (segment !== undefined) return record(honoContext, incoming, taken, () => context.run(segment, next));
    // Around this there may be somebody who made it a segment; of errors he does not hear.
    return (incoming as Traced | null)?.[SEGMENT] === undefined
      ? next()
      : record(honoContext, incoming, taken, next);
  };
}

/** Hono answers errors itself, and keeps them in its context. */
async function record(
  honoContext: HonoContext,
  incoming: IncomingMessage,
  taken: Taken,
  next: () => Promise<void>,
): Promise<void> {
  try {
    await next();
    if (honoContext.error !== undefined) recordRequestError(incoming, honoContext.error);
  } finally {
    taken.route = routeOf(honoContext);
  }
}

/** The last that matched and is no middleware for all methods. */
function routeOf({ req }: HonoContext): string | undefined {
  const { matchedRoutes } = req as { matchedRoutes?: readonly { method: string; path: string }[] };
  return matchedRoutes?.filter(({ method }) => method !== 'ALL').at(-1)?.path;
}
