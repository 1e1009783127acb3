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
  if (isThenable(result)) return closeAfter(entity, result) as T;
  entity.close();
  return result;
}

/** Whether a value is a promise, or behaves like one when awaited. */
function isThenable(value: unknown): value is PromiseLike<unknown> {
  return (
    typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function'
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
