import type { SubsegmentDocument } from '@radiograph/protocol';
import type { AssembledEntity, AssembledSubsegment } from './trace.js';

/**
 * Gives the document of a segment, or of an orphan, as X-Ray returns it: subsegments folded in wherever they came from, `trace_id`
 * set, `inferred: true` where the service made it, members that hold nothing left out.
 */
export function compiledDocument<E extends AssembledEntity>(entity: E): E['document'] {
  const folded: SubsegmentDocument[] = [];
  const waiting: Folding[] = [{ from: entity.subsegments, into: folded }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const { document, subsegments } of next.from) {
      const into: SubsegmentDocument[] = [];
      next.into.push(withSubsegments(document, into, subsegments.length > 0));
      if (subsegments.length > 0) waiting.push({ from: subsegments, into });
    }
  }
  return withSubsegments(entity.document, folded, folded.length > 0);
}

interface Folding {
  readonly from: readonly AssembledSubsegment[];
  readonly into: SubsegmentDocument[];
}

function withSubsegments<T extends object>(document: T, subsegments: SubsegmentDocument[], any: boolean): T {
  const copy = { ...document };
  for (const member of Object.keys(copy) as (keyof T)[]) if (isEmpty(copy[member])) delete copy[member];
  return any ? { ...copy, subsegments } : copy;
}

function isEmpty(value: unknown): boolean {
  if (typeof value !== 'object' || value === null)
    return value === undefined || value === null || value === '';
  for (const _ in value) return false;
  return true;
}
