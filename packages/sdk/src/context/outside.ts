import type { CurrentEntity } from '../segment/entity.js';
import { context } from './context.js';

/**
 * Runs `work` outside of any request: what it begins, such as a timer or a socket, outlives the one that happens to begin it.
 * `AsyncLocalStorage.exit` means the same, but Node 20 switches its hooks off and on again for it.
 */
export function outside<T>(work: () => T): T {
  return context.getStore() === undefined ? work() : context.run(undefined as unknown as CurrentEntity, work);
}
