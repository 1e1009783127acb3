import { context } from '../../light.js';
import { Invocation } from './invocation.js';
import type { LambdaContext } from './lambda-context.js';
import type { LambdaOptions } from './options.js';

/** A handler of any kind: `(event, context)`, `(event, context, callback)`, or `(event, responseStream, context)`. */
// biome-ignore lint/suspicious/noExplicitAny: handlers declare the types of their own events, which no other type accepts
export type AnyHandler = (...args: any[]) => any;

type Callback = (error?: unknown, result?: unknown) => void;

/**
 * Records each invocation of a handler: a subsegment around it, current in all that it does, with what it throws or rejects. The
 * answer waits, for a bounded time, until everything is sent, because the environment may freeze after it.
 *
 * @example
 * export const main = lambda(async (event, context) => { … });
 */
export function lambda<H extends AnyHandler>(handler: H, options: LambdaOptions = {}): H {
  const invoke = function (this: unknown, ...args: unknown[]): unknown {
    const streaming = hasMethod(args[1], 'write');
    const about = (streaming ? args[2] : args[1]) as LambdaContext | undefined;
    const invocation = Invocation.begin(args[0], about ?? {}, options);
    if (invocation === undefined) return handler.apply(this, args);
    if (!streaming && typeof args[2] === 'function') endWith(invocation, args, args[2] as Callback);
    let result: unknown;
    try {
      result = context.run(invocation.current, Reflect.apply, handler, this, args);
    } catch (error) {
      return failed(invocation, error);
    }
    if (hasMethod(result, 'then')) return settled(invocation, result as PromiseLike<unknown>);
    // A handler that returns no promise is done, unless it has a callback to call.
    if (streaming || handler.length < 3) invocation.end(undefined, result);
    return result;
  };
  return dressed(invoke, handler) as H;
}

/** The handler's name, number of parameters and marks: runtimes tell by these which kind of handler it is. */
function dressed(invoke: AnyHandler, handler: AnyHandler): AnyHandler {
  const { prototype, arguments: _, caller, ...own } = Object.getOwnPropertyDescriptors(handler);
  return Object.defineProperties(invoke, own);
}

async function settled(invocation: Invocation, result: PromiseLike<unknown>): Promise<unknown> {
  let value: unknown;
  try {
    value = await result;
  } catch (error) {
    return failed(invocation, error);
  }
  await invocation.finish(undefined, value);
  return value;
}

async function failed(invocation: Invocation, error: unknown): Promise<never> {
  await invocation.finish(error);
  throw error;
}

/** Has the callback end the invocation, and wait for what it leaves to be sent. */
function endWith(invocation: Invocation, args: unknown[], callback: Callback): void {
  args[2] = ((error, result) => {
    void invocation.finish(error ?? undefined, result).then(() => callback(error, result));
  }) satisfies Callback;
}

function hasMethod(value: unknown, name: 'then' | 'write'): boolean {
  return (
    typeof (value as { readonly [Name in typeof name]?: unknown } | null | undefined)?.[name] === 'function'
  );
}
