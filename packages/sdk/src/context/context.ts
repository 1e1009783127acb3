import { AsyncLocalStorage } from 'node:async_hooks';
import type { CurrentEntity } from '../segment/entity.js';

const SLOT = Symbol.for('radiograph.context.v1');
const slots = globalThis as { [SLOT]?: AsyncLocalStorage<CurrentEntity> };

/** Finds the segment of the invocation that is going on. */
export interface CurrentInvocation {
  current(): CurrentEntity | undefined;
}

/** In Lambda an invocation has a segment before anybody made it current: the platform's own. */
class LambdaContext extends AsyncLocalStorage<CurrentEntity> {
  /** A recorder sets it. */
  invocations: CurrentInvocation | undefined = undefined;

  /** While Node itself asks, to restore afterwards what was current before: that must not be an invocation's segment. */
  #restoring = false;

  override getStore(): CurrentEntity | undefined {
    const current = super.getStore();
    return current !== undefined || this.#restoring ? current : this.invocations?.current();
  }

  override run<R>(store: CurrentEntity, callback: () => R): R;
  override run<R, Args extends unknown[]>(
    store: CurrentEntity,
    callback: (...args: Args) => R,
    ...args: Args
  ): R;
  override run<R, Args extends unknown[]>(
    store: CurrentEntity,
    callback: (...args: Args) => R,
    ...args: Args
  ): R {
    this.#restoring = true;
    try {
      return super.run(store, () => {
        this.#restoring = false;
        return callback(...args);
      });
    } finally {
      this.#restoring = false;
    }
  }
}

slots[SLOT] ??= process.env['LAMBDA_TASK_ROOT'] ? new LambdaContext() : new AsyncLocalStorage();

/**
 * What is current through promises, timers and callbacks: one AsyncLocalStorage per process, so that two copies of this
 * package (an ESM and a CommonJS one, or two versions in node_modules) see each other's segments.
 */
export const context: AsyncLocalStorage<CurrentEntity> = slots[SLOT];

/** Has `invocations` asked for what is current where nothing was made current. Only in Lambda; elsewhere it does nothing. */
export function findInvocationsBy(invocations: CurrentInvocation): void {
  if ('invocations' in context) (context as LambdaContext).invocations = invocations;
}

/** The same, unless there is one already that is asked. */
export function findInvocationsFirstBy(invocations: CurrentInvocation): void {
  if ('invocations' in context) (context as LambdaContext).invocations ??= invocations;
}
