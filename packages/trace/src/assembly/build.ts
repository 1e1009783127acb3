import { limits } from '@radiograph/protocol';
import { segmentNode } from '../node-naming.js';
import { compareEntities } from '../order.js';
import type { AssembledEntity, AssembledSegment, AssembledSubsegment } from '../trace.js';
import { compareDrafts, type Draft, type SegmentDraft, type SubsegmentDraft } from './draft.js';
import { inferSegment, isInferable } from './infer.js';
import { inferredId } from './inferred-id.js';
import { ownSegment, ownSubsegment } from './own-members.js';

/** Turns placed drafts into segments with their trees, and infers the callees that sent no segment. Used once per trace. */
export class TraceBuilder {
  readonly segments: AssembledSegment[] = [];
  readonly orphans: AssembledSubsegment[] = [];
  /** A segment's parent is not in the trace, or waits for its own. */
  missingParent = false;
  private readonly siblings: AssembledSubsegment[][] = [];
  private readonly inferredIds = new Set<string>();
  private readonly drafts: ReadonlyMap<string, Draft>;
  private readonly traceId: string;
  private readonly hasEntry: boolean;

  /** `order` holds every one of the drafts, which come by id, parents before their children. */
  constructor(traceId: string, drafts: ReadonlyMap<string, Draft>, order: readonly Draft[]) {
    this.traceId = traceId;
    this.drafts = drafts;
    this.hasEntry = order.some((draft) => draft.kind === 'segment' && this.isEntry(draft));
    for (const draft of order) {
      if (draft.kind === 'segment') this.addSegment(draft);
      else this.addSubsegment(draft);
    }
    for (const siblings of this.siblings) sortEntities(siblings);
    sortEntities(this.segments);
  }

  /** A segment without a parent, or one whose parents led back to itself. */
  private isEntry({ parentId, parent }: Draft): boolean {
    return parent === undefined && (parentId === undefined || this.drafts.has(parentId));
  }

  private addSegment(draft: SegmentDraft): void {
    const caller = callerOf(draft);
    const entry = this.isEntry(draft);
    if (caller === undefined && !entry) this.missingParent = true;
    const subsegments: AssembledSubsegment[] = [];
    draft.into = subsegments;
    const root = caller === undefined && (entry || !this.hasEntry);
    this.segments.push(this.receivedSegment(draft, subsegments, caller, root));
  }

  /** Members come in the same order as in an inferred segment: whoever reads segments then meets few shapes of object. */
  private receivedSegment(
    draft: SegmentDraft,
    subsegments: AssembledSubsegment[],
    caller: AssembledSegment['caller'],
    root: boolean,
  ): AssembledSegment {
    const kind = 'segment';
    const document = ownSegment(draft.document, this.traceId);
    const node = segmentNode(document);
    const calleeIds = calleeIdsOf(draft);
    const [inferred, pending] = [false, false];
    return caller === undefined
      ? { kind, document, node, inferred, pending, subsegments, calleeIds, root }
      : { kind, document, node, inferred, pending, subsegments, calleeIds, caller, root };
  }

  private addSubsegment(draft: SubsegmentDraft): void {
    const { parent } = draft;
    const calleeIds = calleeIdsOf(draft);
    if (isInferable(draft)) calleeIds.push(this.infer(draft));
    const subsegments: AssembledSubsegment[] = [];
    const document = parent === undefined ? this.orphanDocument(draft) : ownSubsegment(draft.document);
    const into = parent?.into ?? this.orphans;
    if (into.push({ kind: 'subsegment', document, subsegments, calleeIds }) === 2) this.siblings.push(into);
    placeBelow(draft, subsegments);
  }

  private orphanDocument({ document, parentId }: SubsegmentDraft): SubsegmentDraft['document'] {
    return {
      ...ownSubsegment(document),
      type: 'subsegment',
      trace_id: this.traceId,
      ...(parentId !== undefined && { parent_id: parentId }),
    };
  }

  private infer({ owner, document }: SubsegmentDraft): string {
    const id = inferredId(document.id, (candidate) => this.isTaken(candidate));
    this.inferredIds.add(id);
    this.segments.push(inferSegment(document, owner?.document.id ?? '', id, this.traceId));
    return id;
  }

  private isTaken(id: string): boolean {
    return this.drafts.has(id) || this.inferredIds.has(id);
  }
}

/** Deeper than the limit, subsegments stand beside their parent, so that whoever handles the trace may recurse. */
function placeBelow(draft: SubsegmentDraft, subsegments: AssembledSubsegment[]): void {
  const { parent } = draft;
  const depth = (parent?.depth ?? 0) + 1;
  const tooDeep = parent !== undefined && depth >= limits.nestingDepth;
  draft.into = tooDeep ? parent.into : subsegments;
  draft.depth = tooDeep ? parent.depth : depth;
}

/** Documents come in order more often than not. */
function sortEntities(entities: AssembledEntity[]): void {
  for (let i = 1; i < entities.length; i++) {
    const [before, entity] = [entities[i - 1], entities[i]];
    if (before !== undefined && entity !== undefined && compareEntities(before, entity) > 0) {
      entities.sort(compareEntities);
      return;
    }
  }
}

function callerOf({ parent }: Draft): AssembledSegment['caller'] {
  if (parent?.owner === undefined) return undefined;
  return { segmentId: parent.owner.document.id, entityId: parent.document.id };
}

function calleeIdsOf(draft: Draft): string[] {
  if (draft.children === undefined) return [];
  const callees: Draft[] = [];
  for (const child of draft.children)
    if (child.kind === 'segment' && child.parent === draft) callees.push(child);
  if (callees.length > 1) callees.sort(compareDrafts);
  return callees.map((callee) => callee.document.id);
}
