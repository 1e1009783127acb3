import type { CurrentEntity, Entity } from '../segment/entity.js';
import { context } from './context.js';

/** Runs `body` with `entity` current, then closes it with what `body` returned, threw, resolved or rejected with. */
export function runAndClose<E extends CurrentEntity, T>(entity: E, body: (entity: E) => T): T {
  let result: T;
  try {
    result = context.run(entity, body, entity);
  } catch (error) {
    entity.close(error);
    throw error;
  }
  if (result instanceof Promise) return closeAfterPromise(entity, result) as T;
  // Query builders begin their work when they are awaited.
  if (isThenable(result)) return context.run(entity, closeAfter, entity, result) as T;
  entity.close();
  return result;
}

/** Whether a value behaves like a promise when awaited. */
function isThenable(value: unknown): value is PromiseLike<unknown> {
  return (
    typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function'
  );
}

/** Two functions and one promise: half of what an async function with an `await` takes. */
function closeAfterPromise(entity: Entity, result: Promise<unknown>): Promise<unknown> {
  return result.then(
    (value) => {
      entity.close();
      return value;
    },
    (error) => {
      entity.close(error);
      throw error;
    },
  );
}

async function closeAfter(entity: Entity, result: PromiseLike<unknown>): Promise<unknown> {
  try {
    const value = await result;
    entity.close();
    return value;
  } catch (error) {
    entity.close(error);
    throw error;
  }
}
