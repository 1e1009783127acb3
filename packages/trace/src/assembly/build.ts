import { limits } from '@radiograph/protocol';
import { segmentNode } from '../node-naming.js';
import { compareEntities } from '../order.js';
import type { AssembledSegment, AssembledSubsegment } from '../trace.js';
import { compareDrafts, type Draft, type SegmentCopy, type SubsegmentCopy } from './draft.js';
import { inferSegment, isInferable } from './infer.js';
import { inferredId } from './inferred-id.js';

/** Where the subsegments of an entity go, and how deep the entity lies below the top of its tree. */
interface Place {
  readonly into: AssembledSubsegment[];
  readonly depth: number;
}

/** Turns placed drafts into segments with their trees, and infers the callees that sent no segment. Used once per trace. */
export class TraceBuilder {
  readonly segments: AssembledSegment[] = [];
  readonly orphans: AssembledSubsegment[] = [];
  /** A segment's parent is not in the trace, or waits for its own. */
  missingParent = false;
  private readonly places = new Map<Draft, Place>();
  private readonly siblings: AssembledSubsegment[][] = [];
  private readonly inferredIds = new Set<string>();
  private readonly drafts: ReadonlyMap<string, Draft>;
  private readonly traceId: string;
  private readonly hasEntry: boolean;

  /** `order` holds every one of the drafts, which come by id, parents before their children. */
  constructor(traceId: string, drafts: ReadonlyMap<string, Draft>, order: readonly Draft[]) {
    this.traceId = traceId;
    this.drafts = drafts;
    this.hasEntry = order.some((draft) => draft.copy.kind === 'segment' && this.isEntry(draft));
    for (const draft of order) {
      if (draft.copy.kind === 'segment') this.addSegment(draft, draft.copy);
      else this.addSubsegment(draft, draft.copy);
    }
    for (const siblings of this.siblings) siblings.sort(compareEntities);
    this.segments.sort(compareEntities);
  }

  /** A segment without a parent, or one whose parents led back to itself. */
  private isEntry({ copy, parent }: Draft): boolean {
    return parent === undefined && (copy.parentId === undefined || this.drafts.has(copy.parentId));
  }

  private addSegment(draft: Draft, { document }: SegmentCopy): void {
    const caller = callerOf(draft);
    const entry = this.isEntry(draft);
    if (caller === undefined && !entry) this.missingParent = true;
    const subsegments: AssembledSubsegment[] = [];
    this.places.set(draft, { into: subsegments, depth: 0 });
    this.segments.push({
      kind: 'segment',
      document,
      node: segmentNode(document),
      inferred: false,
      pending: false,
      subsegments,
      calleeIds: calleeIdsOf(draft),
      ...(caller !== undefined && { caller }),
      root: caller === undefined && (entry || !this.hasEntry),
    });
  }

  private addSubsegment(draft: Draft, copy: SubsegmentCopy): void {
    const parent = draft.parent === undefined ? undefined : this.places.get(draft.parent);
    const calleeIds = calleeIdsOf(draft);
    if (isInferable(draft)) calleeIds.push(this.infer(draft, copy));
    const subsegments: AssembledSubsegment[] = [];
    const document = parent === undefined ? this.orphanDocument(copy) : copy.document;
    const into = parent?.into ?? this.orphans;
    if (into.push({ kind: 'subsegment', document, subsegments, calleeIds }) === 2) this.siblings.push(into);
    this.places.set(draft, this.placeBelow(parent, subsegments));
  }

  /** Deeper than the limit, subsegments stand beside their parent, so that whoever handles the trace may recurse. */
  private placeBelow(parent: Place | undefined, subsegments: AssembledSubsegment[]): Place {
    const depth = (parent?.depth ?? 0) + 1;
    return parent !== undefined && depth >= limits.nestingDepth ? parent : { into: subsegments, depth };
  }

  private orphanDocument({ document, parentId }: SubsegmentCopy): SubsegmentCopy['document'] {
    return {
      ...document,
      type: 'subsegment',
      trace_id: this.traceId,
      ...(parentId !== undefined && { parent_id: parentId }),
    };
  }

  private infer({ owner }: Draft, { document }: SubsegmentCopy): string {
    const id = inferredId(document.id, (candidate) => this.isTaken(candidate));
    this.inferredIds.add(id);
    this.segments.push(inferSegment(document, owner?.copy.document.id ?? '', id, this.traceId));
    return id;
  }

  private isTaken(id: string): boolean {
    return this.drafts.has(id) || this.inferredIds.has(id);
  }
}

function callerOf({ parent }: Draft): AssembledSegment['caller'] {
  if (parent?.owner === undefined) return undefined;
  return { segmentId: parent.owner.copy.document.id, entityId: parent.copy.document.id };
}

function calleeIdsOf(draft: Draft): string[] {
  if (draft.children.length === 0) return [];
  const callees = draft.children.filter((child) => child.copy.kind === 'segment' && child.parent === draft);
  if (callees.length > 1) callees.sort(compareDrafts);
  return callees.map((callee) => callee.copy.document.id);
}
