import { AsyncLocalStorage } from 'node:async_hooks';
import type { CurrentEntity } from '../segment/entity.js';

const SLOT = Symbol.for('radiograph.context.v1');

/**
 * What is current through promises, timers and callbacks: one AsyncLocalStorage per process, so that two copies of this
 * package (an ESM and a CommonJS one, or two versions in node_modules) see each other's segments.
 */
export const context: AsyncLocalStorage<CurrentEntity> = shared();

function shared(): AsyncLocalStorage<CurrentEntity> {
  const slots = globalThis as { [SLOT]?: AsyncLocalStorage<CurrentEntity> };
  slots[SLOT] ??= new AsyncLocalStorage<CurrentEntity>();
  return slots[SLOT];
}
