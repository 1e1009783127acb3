import type { Verdict } from '@radiograph/protocol';
import { findIds } from '../document-ids.js';
import type { Sink } from '../sink.js';
import { Judgements } from './judgements.js';
import type { KeepTrace } from './keep-trace.js';
import type { TailFigures } from './tail-figures.js';

/** What decides on traces. */
export interface TailRules {
  readonly keep: KeepTrace;
  /** Per cent of the traces that `keep` does not name. */
  readonly samplePercent: number;
  /** How long a trace waits, from its first document on. */
  readonly waitMs: number;
  /** Bytes of what may wait; beyond it the oldest traces are judged early. */
  readonly maxBytes: number;
}

interface WaitingTrace {
  readonly documents: Uint8Array[];
  bytes: number;
  readonly dueAtMs: number;
}

const ACCEPTED: Verdict = { accepted: true };
/** What a document or a trace is charged beyond its bytes. */
const ENTRY_BYTES = 128;
const PASS_DOCUMENTS = 500;

/**
 * Keeps documents until their trace is old enough to be judged, and passes on the traces that are kept: those that the rules name, and of the rest so
 * many in a hundred, chosen by the trace's id, so that daemons agree. Documents that come after the judgement share it. One without a trace id
 * that can be read is passed on at once.
 */
export class TailSink implements Sink {
  readonly #next: Sink;
  readonly #waiting = new Map<string, WaitingTrace>();
  readonly #judged = new Judgements();
  #rules: TailRules | undefined;
  #bytes = 0;
  #figures = { received: 0, passed: 0, sampledOut: 0, waiting: 0, judgedEarly: 0 };
  #timer: NodeJS.Timeout | undefined;
  #turn: Promise<void> = Promise.resolve();

  /** Without rules everything is passed on at once. */
  constructor(next: Sink, rules: TailRules | undefined) {
    this.#next = next;
    this.#rules = rules;
  }

  /** There are rules. */
  get judges(): boolean {
    return this.#rules !== undefined;
  }

  figures(): TailFigures {
    return { ...this.#figures, waitingBytes: this.#bytes };
  }

  /** Other rules from now on; without any, what waits is passed on. */
  async configure(rules: TailRules | undefined): Promise<void> {
    this.#rules = rules;
    this.#judged.clear();
    if (rules === undefined) await this.#inTurn(() => this.#judgeUntil(() => this.#waiting.size === 0));
  }

  async accept(batch: readonly Uint8Array[]): Promise<readonly Verdict[]> {
    const rules = this.#rules;
    if (rules === undefined) return this.#next.accept(batch);
    this.#figures.received += batch.length;
    const passing: Uint8Array[] = [];
    for (const document of batch) if (this.#admit(document, rules) === 'pass') passing.push(document);
    if (passing.length > 0) await this.#pass(passing);
    if (this.#bytes > rules.maxBytes)
      await this.#inTurn(() => this.#judgeUntil(() => this.#bytes <= rules.maxBytes, true));
    this.#arm();
    return batch.map(() => ACCEPTED);
  }

  /** Judges everything that waits, now. */
  async finish(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    await this.#inTurn(() => this.#judgeUntil(() => this.#waiting.size === 0));
  }

  #admit(view: Uint8Array, rules: TailRules): 'pass' | 'out' | 'waits' {
    const { traceId } = findIds(view);
    if (traceId === undefined) return 'pass';
    const known = this.#judged.of(traceId);
    if (known !== undefined) {
      if (!known) this.#figures.sampledOut += 1;
      return known ? 'pass' : 'out';
    }
    // A copy: a view would keep the whole batch's buffer in memory.
    const document = view.slice();
    let trace = this.#waiting.get(traceId);
    if (trace === undefined) {
      trace = { documents: [], bytes: ENTRY_BYTES, dueAtMs: performance.now() + rules.waitMs };
      this.#waiting.set(traceId, trace);
      this.#bytes += ENTRY_BYTES;
    }
    trace.documents.push(document);
    trace.bytes += document.length + ENTRY_BYTES;
    this.#bytes += document.length + ENTRY_BYTES;
    this.#figures.waiting += 1;
    return 'waits';
  }

  #arm(): void {
    const [oldest] = this.#waiting.values();
    if (oldest === undefined || this.#timer !== undefined) return;
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined;
        void this.#inTurn(() => this.#judgeDue()).then(() => this.#arm());
      },
      Math.max(10, oldest.dueAtMs - performance.now()),
    );
  }

  #judgeDue(): Promise<void> {
    const nowMs = performance.now();
    return this.#judgeUntil(() => {
      const [oldest] = this.#waiting.values();
      return oldest === undefined || oldest.dueAtMs > nowMs;
    });
  }

  /** Judges the oldest traces, and passes on those that are kept, until there is no need for more. */
  async #judgeUntil(enough: () => boolean, early = false): Promise<void> {
    let passing: Uint8Array[] = [];
    while (!enough()) {
      const [oldest] = this.#waiting;
      if (oldest === undefined) break;
      if (early) this.#figures.judgedEarly += 1;
      passing.push(...this.#judge(...oldest));
      if (passing.length >= PASS_DOCUMENTS) {
        await this.#pass(passing);
        passing = [];
      }
    }
    if (passing.length > 0) await this.#pass(passing);
  }

  #judge(traceId: string, { documents, bytes }: WaitingTrace): readonly Uint8Array[] {
    this.#waiting.delete(traceId);
    this.#bytes -= bytes;
    this.#figures.waiting -= documents.length;
    const kept = this.#isKept(traceId, documents);
    this.#judged.enter(traceId, kept);
    if (!kept) this.#figures.sampledOut += documents.length;
    return kept ? documents : [];
  }

  #isKept(traceId: string, documents: readonly Uint8Array[]): boolean {
    const rules = this.#rules;
    if (rules === undefined || isSampled(traceId, rules.samplePercent)) return true;
    try {
      return rules.keep(traceId, documents);
    } catch {
      // A trace that cannot be judged is better kept than lost.
      return true;
    }
  }

  async #pass(documents: readonly Uint8Array[]): Promise<void> {
    this.#figures.passed += documents.length;
    await this.#next.accept(documents);
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => {});
    return done;
  }
}

/** The last eight digits of a trace id are random. */
function isSampled(traceId: string, percent: number): boolean {
  return Number.parseInt(traceId.slice(-8), 16) < (percent / 100) * 2 ** 32;
}
