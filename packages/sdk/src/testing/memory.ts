import type {
  IndependentSubsegmentDocument,
  SegmentDocument,
  SubsegmentDocument,
  TraceDocument,
} from '@radiograph/protocol';
import { isSubsegmentDocument } from '@radiograph/protocol';
import type { Emitter, Recorder } from '../index.js';

/** Documents of one trace, put together. */
export interface MemoryTrace {
  readonly id: string;
  /** The segments in the order they were sent, each with the subsegments that were sent on their own. */
  readonly segments: readonly SegmentDocument[];
  /** Subsegments whose parent was not sent. */
  readonly orphans: readonly SubsegmentDocument[];
}

/**
 * Keeps documents instead of sending them, exactly as they would have been sent: parsed from the text, split where the
 * daemon's limits ask for it.
 */
export class MemoryEmitter implements Emitter {
  readonly maxDocumentBytes: number;
  #texts: string[] = [];

  /** @param maxDocumentBytes the limit that documents are split by; by default X-Ray's own */
  constructor(maxDocumentBytes: number = 64 * 1024) {
    this.maxDocumentBytes = maxDocumentBytes;
  }

  emit(document: string): void {
    this.#texts.push(document);
  }

  /** Every document so far, in the order they were sent. */
  get documents(): TraceDocument[] {
    return this.#texts.map((text) => JSON.parse(text));
  }

  /** The traces so far, in the order they began to arrive. */
  get traces(): MemoryTrace[] {
    const byTrace = new Map<string, TraceDocument[]>();
    for (const document of this.documents) {
      const trace = byTrace.get(document.trace_id);
      if (trace === undefined) byTrace.set(document.trace_id, [document]);
      else trace.push(document);
    }
    return [...byTrace].map(([id, documents]) => assemble(id, documents));
  }

  /** Forgets what was sent so far. */
  clear(): void {
    this.#texts = [];
  }

  async flush(): Promise<void> {}
  async close(): Promise<void> {}
}

/**
 * Makes a recorder keep its documents, to look at in tests.
 *
 * @example
 * const traces = memory(recorder);
 * recorder.segment('shop', () => {});
 * traces.documents[0]?.name; // 'shop'
 */
export function memory(recorder: Recorder): MemoryEmitter {
  const emitter = new MemoryEmitter();
  recorder.configure({ emitter });
  return emitter;
}

type Growing = Omit<SubsegmentDocument, 'subsegments'> & { subsegments?: Growing[] };

/** Later documents replace earlier ones of the same id, as a completed segment replaces the one in progress. */
function assemble(id: string, documents: readonly TraceDocument[]): MemoryTrace {
  const segments = new Map<string, SegmentDocument>();
  const independent = new Map<string, IndependentSubsegmentDocument>();
  for (const document of documents) {
    if (isSubsegmentDocument(document)) independent.set(document.id, document);
    else segments.set(document.id, document);
  }
  const byId = new Map<string, Growing>();
  for (const document of [...segments.values(), ...independent.values()]) index(document as Growing, byId);
  const orphans = [...independent.values()].filter(
    (document) => !attach(document as Growing, document.parent_id, byId),
  );
  return { id, segments: [...segments.values()], orphans };
}

function index(entity: Growing, byId: Map<string, Growing>): void {
  byId.set(entity.id, entity);
  for (const child of entity.subsegments ?? []) index(child, byId);
}

function attach(entity: Growing, parentId: string, byId: ReadonlyMap<string, Growing>): boolean {
  const parent = byId.get(parentId);
  if (parent === undefined) return false;
  const siblings = (parent.subsegments ?? []).filter((sibling) => sibling.id !== entity.id);
  parent.subsegments = [...siblings, entity];
  return true;
}
