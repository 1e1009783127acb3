import type { SegmentDocument, SubsegmentDocument } from '@radiograph/protocol';
import { compareText } from '../order.js';
import type { AssembledSubsegment } from '../trace.js';

/** What placing a copy finds out. One object for a copy and its place: entities are many, and each further object costs. */
interface Placing {
  readonly parentId: string | undefined;
  parent: Draft | undefined;
  /** Every subsegment and segment that names this entity as its parent, those cut off included; undefined for none. */
  children: Draft[] | undefined;
  /** The segment at the top of its chain; a segment owns itself, an orphan has no owner. */
  owner: Draft | undefined;
  /** Reached from the top of a tree. */
  placed: boolean;
  /** A subsegment below it is a call. */
  enclosesCall: boolean;
  /** Where its subsegments go, once it is built. */
  into: AssembledSubsegment[] | undefined;
  /** How deep it lies below the top of its tree, once it is built. */
  depth: number;
}

/** One copy of a segment as a document gave it, children and all. */
export interface SegmentDraft extends Placing {
  readonly kind: 'segment';
  readonly document: SegmentDocument;
}

/** One copy of a subsegment as a document gave it, children and all. */
export interface SubsegmentDraft extends Placing {
  readonly kind: 'subsegment';
  readonly document: SubsegmentDocument;
}

/** An entity while its trace is put together: the best of its copies, and its place. */
export type Draft = SegmentDraft | SubsegmentDraft;

/** Starts the draft of a segment. */
export function segmentDraft(document: SegmentDocument): SegmentDraft {
  return {
    kind: 'segment',
    document,
    parentId: document.parent_id,
    parent: undefined,
    children: undefined,
    owner: undefined,
    placed: false,
    enclosesCall: false,
    into: undefined,
    depth: 0,
  };
}

/** Starts the draft of a subsegment. */
export function subsegmentDraft(document: SubsegmentDocument, parentId: string | undefined): SubsegmentDraft {
  return {
    kind: 'subsegment',
    document,
    parentId,
    parent: undefined,
    children: undefined,
    owner: undefined,
    placed: false,
    enclosesCall: false,
    into: undefined,
    depth: 0,
  };
}

/** Orders drafts by start, then id. */
export function compareDrafts(a: Draft, b: Draft): number {
  const left = a.document;
  const right = b.document;
  return left.start_time - right.start_time || compareText(left.id, right.id);
}
