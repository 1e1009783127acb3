import type { Entity } from '../../index.js';
import { traceHeaderOf } from './message.js';

/** Links an entity to the traces that sent the records of an event, each trace's work once. */
export function linkToSenders(entity: Entity, event: unknown): void {
  if (typeof event !== 'object' || event === null) return;
  const { Records } = event as { readonly Records?: unknown };
  const headers = new Set((Array.isArray(Records) ? Records : [event]).map(traceHeaderOf));
  for (const header of headers) if (header !== undefined) entity.addLink(header);
}
