import { context } from '../../light.js';
import { Invocation } from './invocation.js';
import type { LambdaContext } from './lambda-context.js';
import type { LambdaOptions } from './options.js';

/** What middy hands its middleware. */
export interface MiddyRequest {
  readonly event: unknown;
  readonly context: LambdaContext;
  readonly response?: unknown;
  readonly error?: unknown;
}

/** A middleware of middy. */
export interface LambdaMiddleware {
  before(request: MiddyRequest): void;
  after(request: MiddyRequest): Promise<void>;
  onError(request: MiddyRequest): Promise<void>;
}

/**
 * Records each invocation of a handler that middy runs, as `lambda` does. Use it first, so that the others are recorded too.
 *
 * @example
 * export const main = middy(handler).use(lambdaMiddleware());
 */
export function lambdaMiddleware(options: LambdaOptions = {}): LambdaMiddleware {
  const invocations = new WeakMap<object, Invocation>();
  const finish = async (request: MiddyRequest, error: unknown): Promise<void> => {
    await invocations.get(request)?.finish(error, request.response);
  };
  return {
    before(request) {
      const invocation = Invocation.begin(request.event, request.context, options);
      if (invocation === undefined) return;
      invocations.set(request, invocation);
      context.enterWith(invocation.current);
    },
    after: (request) => finish(request, undefined),
    onError: (request) => finish(request, request.error ?? new Error('the handler failed')),
  };
}
