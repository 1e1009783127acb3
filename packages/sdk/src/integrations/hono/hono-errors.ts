import type { IncomingMessage } from 'node:http';
import { recordRequestError } from '../http/index.js';

type Method = (this: object, ...args: unknown[]) => unknown;
type ErrorHandler = (error: unknown, honoContext: { readonly env?: unknown }) => unknown;
type HonoClass = new (...args: unknown[]) => { errorHandler: ErrorHandler };

/**
 * Has each application of Hono, made from here on, record the errors that it answers, for requests that are segments already.
 *
 * @throws TypeError where the class is built otherwise
 */
export function hookHono(exports: { HonoBase: HonoClass }, isWanted: () => boolean): void {
  const Hono = exports.HonoBase;
  if (hooked.has(Hono)) return;
  const prototype = Hono.prototype as unknown as Record<'route' | 'basePath', Method>;
  const { route, basePath } = prototype;
  if (typeof route !== 'function' || typeof basePath !== 'function')
    throw new TypeError('it has no methods route and basePath');
  prototype.route = function routeUnwatched(...args) {
    return unwatched(() => route.apply(this, args));
  };
  // What it makes is made by the class inside the module, which is not the one below.
  prototype.basePath = function basePathUnwatched(...args) {
    const app = unwatched(() => basePath.apply(this, args)) as InstanceType<HonoClass>;
    watchErrors(app, isWanted);
    return app;
  };
  const Watched = class extends Hono {
    constructor(...args: unknown[]) {
      super(...args);
      watchErrors(this, isWanted);
    }
  };
  Object.defineProperty(Watched, 'name', { value: Hono.name });
  hooked.add(Watched);
  exports.HonoBase = Watched;
}

const hooked: WeakSet<object> = new WeakSet();

/** While Hono mounts an application it asks whether its error handler is the one that all have at first. */
let mounting = 0;

function unwatched<Result>(mount: () => Result): Result {
  mounting++;
  try {
    return mount();
  } finally {
    mounting--;
  }
}

function watchErrors(app: { errorHandler: ErrorHandler }, isWanted: () => boolean): void {
  let handler = app.errorHandler;
  if (typeof handler !== 'function') return;
  const watched: ErrorHandler = (error, honoContext) => {
    if (isWanted()) note(error, honoContext);
    return handler.call(app, error, honoContext);
  };
  Object.defineProperty(app, 'errorHandler', {
    configurable: true,
    enumerable: true,
    get: () => (mounting > 0 ? handler : watched),
    set: (given: ErrorHandler) => {
      // Who sets what he got from here must not go in a circle.
      if (given !== watched) handler = given;
    },
  });
}

function note(error: unknown, { env }: { readonly env?: unknown }): void {
  const { incoming } = (env ?? {}) as { readonly incoming?: IncomingMessage };
  if (incoming !== undefined) recordRequestError(incoming, error);
}
