import type { Assembler } from './assembler.js';
import type { DirtySet, DirtyTrace } from './dirty-set.js';
import { type Database, transaction } from './driver.js';
import { isDatabaseFailure } from './failure.js';
import type { Links } from './links.js';
import type { NodeIds } from './node-ids.js';
import type { Rollups } from './rollups.js';
import type { SearchRows } from './search-rows.js';

/** How often the waiting line is looked at while something is in it. */
const INTERVAL_MS = 50;

/**
 * The most traces in one transaction, and the time after which one is ended all the same, so that appends do not wait long: in the
 * ordinary way, and while the line is long. Larger ones cost less a trace, because rows and pages that many traces change are written once.
 */
const BATCH: BatchLimits = { traces: 200, ms: 50 };
const LARGE_BATCH: BatchLimits = { traces: 1_000, ms: 150 };

/** A line is long with this many traces in it, well over what arrives while the latest are waited for to be whole. */
const LONG_LINE = 3_000;

/** Traces that may wait; with more, whoever appends waits too, so that search stays seconds behind at the most. */
const MOST_WAITING = 20_000;

/**
 * While documents keep coming, the line rests after each batch for this many times what that took: what is not taken in time is lost, what is
 * assembled later only comes later. A long line rests less, so that whoever appends seldom has to wait for it.
 */
const REST_FACTOR = 4;
const LONG_LINE_REST_FACTOR = 1;

/** How often a resting line looks whether documents still come, and how long after the last ones they do: more than they take to be sent for. */
const LOOK_MS = 2;
const STILL_COMING_MS = 8;

/** How long to wait after the database refused. */
const FAILURE_PAUSE_MS = 1_000;

interface BatchLimits {
  readonly traces: number;
  readonly ms: number;
}

/** What the assembly line works with. */
interface AssemblyTools {
  readonly database: Database;
  readonly assembler: Assembler;
  readonly rollups: Rollups;
  readonly ids: NodeIds;
  readonly searchRows: SearchRows;
  readonly links: Links;
  readonly dirty: DirtySet;
  /** Told after each commit. */
  readonly onAssembled: (traceIds: readonly string[]) => void;
  /** Told of a trace that could not be assembled; it is set aside, its documents stay. */
  readonly onFailure: (traceId: string, error: unknown) => void;
  /** Told when the database refuses (disk full): everything stays in line and is tried again. */
  readonly onDatabaseFailure: (error: unknown) => void;
}

/** Assembles traces in batches while documents keep arriving. */
export class AssemblyLine {
  readonly #tools: AssemblyTools;
  readonly #forRoom: (() => void)[] = [];
  #timer: NodeJS.Timeout | undefined;
  /** When documents came last. */
  #arrivedMs = Number.NEGATIVE_INFINITY;
  /** Until when the line rests if they keep coming. */
  #restsUntilMs = 0;

  constructor(tools: AssemblyTools) {
    this.#tools = tools;
  }

  /** Notes that documents have come, and makes sure that the line runs as long as there is something in it. */
  wake(): void {
    this.#arrivedMs = performance.now();
    if (this.#timer === undefined && this.#tools.dirty.size > 0)
      this.#timer = setTimeout(() => this.#tick(), INTERVAL_MS);
  }

  /** Waits until the line is short enough for more; not while the database refuses, which appends will learn themselves. */
  room(): Promise<void> | undefined {
    if (this.#tools.dirty.size <= MOST_WAITING) return undefined;
    return new Promise((resolve) => this.#forRoom.push(resolve));
  }

  /** Assembles one batch of whatever waits, due or not; false when nothing does. Throws what the database throws. */
  assembleAny(): boolean {
    const limits = this.#limits();
    return this.#batch(this.#tools.dirty.due(performance.now(), limits.traces, true), limits);
  }

  /** Ends the work; nobody waits for room any more. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#letIn();
  }

  #tick(): void {
    this.#timer = undefined;
    const pauseMs = this.#rests() ? LOOK_MS : this.#work();
    if (this.#tools.dirty.size > 0) this.#timer = setTimeout(() => this.#tick(), pauseMs);
  }

  #rests(): boolean {
    const nowMs = performance.now();
    return nowMs < this.#restsUntilMs && nowMs - this.#arrivedMs < STILL_COMING_MS;
  }

  /** Assembles what is due and gives how long to wait for the next look. */
  #work(): number {
    const beganMs = performance.now();
    try {
      const limits = this.#limits();
      const due = this.#tools.dirty.due(beganMs, limits.traces, false);
      if (!this.#batch(due, limits)) return INTERVAL_MS;
      const tookMs = performance.now() - beganMs;
      const factor = this.#tools.dirty.size > MOST_WAITING / 2 ? LONG_LINE_REST_FACTOR : REST_FACTOR;
      this.#restsUntilMs = beganMs + tookMs * (1 + factor);
      return 0;
    } catch (error) {
      this.#tools.onDatabaseFailure(error);
      this.#letIn();
      return FAILURE_PAUSE_MS;
    }
  }

  #limits(): BatchLimits {
    return this.#tools.dirty.size > LONG_LINE ? LARGE_BATCH : BATCH;
  }

  #batch(due: readonly DirtyTrace[], limits: BatchLimits): boolean {
    if (due.length === 0) return false;
    try {
      this.#commit(due, limits.ms);
    } catch (error) {
      if (isDatabaseFailure(error)) throw error;
      this.#oneByOne(due);
    }
    return true;
  }

  #commit(due: readonly DirtyTrace[], mostMs: number): void {
    const { database, assembler, rollups, searchRows, links, dirty, onAssembled } = this.#tools;
    const done: { trace: DirtyTrace; costMs: number }[] = [];
    let followers: ReadonlySet<string> = new Set();
    try {
      transaction(database, () => {
        const startedMs = performance.now();
        const stored = assembler.stored(due);
        for (const trace of due) {
          const beganMs = performance.now();
          if (done.length > 0 && beganMs - startedMs > mostMs) break;
          assembler.assemble(trace, stored.get(trace.id));
          done.push({ trace, costMs: performance.now() - beganMs });
        }
        assembler.finish(done.map(({ trace }) => trace.id));
        rollups.write();
        searchRows.write();
        followers = this.#followers(done.map(({ trace }) => trace));
        links.mark(followers);
      });
    } catch (error) {
      this.#forget();
      throw error;
    }
    const nowMs = performance.now();
    for (const { trace, costMs } of done) dirty.assembled(trace, costMs, nowMs);
    for (const id of followers) dirty.marked(id, false, nowMs);
    onAssembled(done.map(({ trace }) => trace.id));
    if (dirty.size <= MOST_WAITING) this.#letIn();
  }

  /** The traces that link to those that have changed; one of this batch has seen the new documents already. */
  #followers(done: readonly DirtyTrace[]): Set<string> {
    const changed = done.filter((trace) => trace.changed);
    const followers = new Set(changed.flatMap(({ id }) => this.#tools.links.sourcesOf(id)));
    for (const { id } of done) followers.delete(id);
    return followers;
  }

  /** One trace must not hold up the others: after a failure each is tried alone, and the one that fails is set aside. */
  #oneByOne(due: readonly DirtyTrace[]): void {
    for (const trace of due) {
      try {
        this.#commit([trace], BATCH.ms);
      } catch (error) {
        if (isDatabaseFailure(error)) throw error;
        this.#setAside(trace, error);
      }
    }
  }

  #setAside(trace: DirtyTrace, error: unknown): void {
    const { database, assembler, dirty, onFailure } = this.#tools;
    dirty.assembled(trace, 0, performance.now());
    onFailure(trace.id, error);
    transaction(database, () => assembler.finish([trace.id]));
  }

  #letIn(): void {
    for (const go of this.#forRoom.splice(0)) go();
  }

  #forget(): void {
    this.#tools.rollups.forget();
    this.#tools.searchRows.forget();
    this.#tools.assembler.forget();
    this.#tools.ids.forget();
  }
}
