import type { AssembledEntity } from './trace.js';

/** Orders texts by their code units, the same on every machine. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Orders entities by start, then id: the order of everything in a trace. */
export function compareEntities(a: AssembledEntity, b: AssembledEntity): number {
  return a.document.start_time - b.document.start_time || compareText(a.document.id, b.document.id);
}
