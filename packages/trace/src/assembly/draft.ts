import type { SegmentDocument, SubsegmentDocument } from '@radiograph/protocol';
import { compareText } from '../order.js';

/** One copy of a segment as a document gave it, without its children. */
export interface SegmentCopy {
  readonly kind: 'segment';
  readonly document: SegmentDocument;
  readonly parentId: string | undefined;
}

/** One copy of a subsegment as a document gave it, without its children and without what says where it belongs. */
export interface SubsegmentCopy {
  readonly kind: 'subsegment';
  readonly document: SubsegmentDocument;
  readonly parentId: string | undefined;
}

/** One copy of an entity; several documents may bear one of the same id. */
export type EntityCopy = SegmentCopy | SubsegmentCopy;

/** An entity while its trace is put together: its best copy and its place. */
export interface Draft {
  copy: EntityCopy;
  parent: Draft | undefined;
  /** Every subsegment and segment that names this entity as its parent, those cut off included. */
  readonly children: Draft[];
  /** The segment at the top of its chain; a segment owns itself, an orphan has no owner. */
  owner: Draft | undefined;
  /** Reached from the top of a tree. */
  placed: boolean;
  /** A subsegment below it is a call. */
  enclosesCall: boolean;
}

/** Starts the draft of an entity from its first copy. */
export function draftOf(copy: EntityCopy): Draft {
  return { copy, parent: undefined, children: [], owner: undefined, placed: false, enclosesCall: false };
}

/** Orders drafts by start, then id. */
export function compareDrafts(a: Draft, b: Draft): number {
  const left = a.copy.document;
  const right = b.copy.document;
  return left.start_time - right.start_time || compareText(left.id, right.id);
}
