import type { Entity } from '../../light.js';
import { traceHeaderOf } from './message.js';

/** Where events, or their records, have what carries the headers of senders. */
const MARKS = ['Records', 'attributes', 'Sns', 'detail', 'trace-header', 'kinesis', 'dynamodb'];

/** Links an entity to the traces that sent the records of an event, each trace's work once. */
export function linkToSenders(entity: Entity, event: unknown): void {
  if (typeof event !== 'object' || event === null) return;
  for (const mark of MARKS) {
    if (!(mark in event)) continue;
    linkToRecords(entity, event);
    return;
  }
}

function linkToRecords(entity: Entity, event: object): void {
  const { Records } = event as { readonly Records?: unknown };
  const headers = new Set((Array.isArray(Records) ? Records : [event]).map(traceHeaderOf));
  for (const header of headers) if (header !== undefined) entity.addLink(header);
}
