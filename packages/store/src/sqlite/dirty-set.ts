import type { TraceDocument } from '@radiograph/protocol';

/** A trace is assembled once nothing has arrived for it for this long … */
const QUIET_MS = 150;

/** … or, when documents keep coming, this long after the first of them. */
const PATIENCE_MS = 600;

/** A trace that was dear to assemble rests for this many times its cost, so that it cannot take the whole thread. */
const REST_FACTOR = 10;

/** Bytes of parsed documents kept for assembly; beyond it they are read again from the table. */
const KEPT_BYTES = 24 * 1024 * 1024;

/** A trace that waits for assembly. */
export interface DirtyTrace {
  readonly id: string;
  firstMs: number;
  lastMs: number;
  /** Its documents have changed, so that traces which link to it have to follow. */
  changed: boolean;
  /** Documents that arrived since the trace became dirty; undefined where they must be read from the table. */
  documents: TraceDocument[] | undefined;
  bytes: number;
}

/** The waiting line of traces to assemble: the memory's picture of the table `dirty`, with the times that order it. */
export class DirtySet {
  readonly #traces = new Map<string, DirtyTrace>();
  readonly #resting = new Map<string, number>();
  #keptBytes = 0;

  get size(): number {
    return this.#traces.size;
  }

  /** Notes a document that was committed. */
  arrived(id: string, document: TraceDocument, bytes: number, nowMs: number): void {
    const trace = this.#traces.get(id) ?? this.#enter(id, [], nowMs);
    trace.changed = true;
    trace.lastMs = nowMs;
    if (trace.documents === undefined) return;
    trace.documents.push(document);
    trace.bytes += bytes;
    this.#keptBytes += bytes;
    if (this.#keptBytes > KEPT_BYTES) this.#drop(trace);
  }

  /** Notes a trace to be assembled from the table, with (`changed`) or without new documents in there. */
  marked(id: string, changed: boolean, nowMs: number): void {
    const trace = this.#traces.get(id) ?? this.#enter(id, undefined, nowMs);
    trace.changed ||= changed;
    this.#drop(trace);
  }

  /** Has a trace's documents read from the table, where they have become fewer than were noted. */
  reread(id: string): void {
    const trace = this.#traces.get(id);
    if (trace !== undefined) this.#drop(trace);
  }

  /** Up to `limit` traces whose turn it is; all of them with `everything`. */
  due(nowMs: number, limit: number, everything: boolean): DirtyTrace[] {
    const due: DirtyTrace[] = [];
    for (const trace of this.#traces.values()) {
      if (due.length >= limit) break;
      if (everything || this.#isDue(trace, nowMs)) due.push(trace);
    }
    return due;
  }

  /** Takes a trace out after its assembly was committed. */
  assembled(trace: DirtyTrace, costMs: number, nowMs: number): void {
    this.#drop(trace);
    this.#traces.delete(trace.id);
    this.#resting.delete(trace.id);
    if (costMs * REST_FACTOR > PATIENCE_MS) this.#resting.set(trace.id, nowMs + costMs * REST_FACTOR);
    this.#wakeRested(nowMs);
  }

  #isDue(trace: DirtyTrace, nowMs: number): boolean {
    if (nowMs < (this.#resting.get(trace.id) ?? 0)) return false;
    return nowMs - trace.lastMs >= QUIET_MS || nowMs - trace.firstMs >= PATIENCE_MS;
  }

  #enter(id: string, documents: TraceDocument[] | undefined, nowMs: number): DirtyTrace {
    const trace: DirtyTrace = { id, firstMs: nowMs, lastMs: nowMs, changed: false, documents, bytes: 0 };
    this.#traces.set(id, trace);
    return trace;
  }

  #drop(trace: DirtyTrace): void {
    this.#keptBytes -= trace.bytes;
    trace.bytes = 0;
    trace.documents = undefined;
  }

  #wakeRested(nowMs: number): void {
    for (const [id, until] of this.#resting)
      if (until < nowMs && !this.#traces.has(id)) this.#resting.delete(id);
  }
}
