import type { TraceStore } from '@radiograph/store';
import type { TraceRecord } from '@radiograph/trace';
import { Type } from '@sinclair/typebox';
import { memberReader } from '../../http/members.js';
import { type Coverage, scan } from './scan.js';
import { readScope, type ScopeRules, scopeMembers } from './scope.js';
import { noOutcomes, type OutcomeCounts, type TraceOutcome, traceOutcome } from './trace-outcome.js';

/** The answer of `POST /radiograph/v1/histogram`: when the traces of a filter began, how long they took and how they ended. */
export interface HistogramAnswer extends Coverage {
  /** The length of a period in seconds; periods begin at its multiples. */
  readonly periodS: number;
  /** Periods with traces in them, in order of time. */
  readonly periods: readonly HistogramPeriod[];
  /** Traces that have a response time, by period, response time and outcome. */
  readonly cells: readonly HistogramCell[];
}

/** The traces that began in one period. */
export interface HistogramPeriod extends OutcomeCounts {
  /** Epoch seconds. */
  readonly start: number;
}

/** Traces that began in one period, took between `from` and `to` seconds, and ended alike. */
export interface HistogramCell {
  readonly start: number;
  readonly from: number;
  readonly to: number;
  readonly outcome: TraceOutcome;
  readonly count: number;
  /** One of them, the latest. */
  readonly traceId: string;
}

const readInput = memberReader(
  Type.Object({
    ...scopeMembers,
    periods: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 500, expects: 'how many periods at most, 1 to 500' }),
    ),
  }),
);

const defaultPeriods = 60;
/** Lengths of periods that people read easily; beyond a day, whole days. */
const periodLengths = [
  1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 21_600, 43_200, 86_400,
] as const;
const binsPerDecade = 8;
const shortestS = 0.0001;

/** Counts the traces of a scope by time, response time and outcome. */
export async function histogram(
  members: Record<string, unknown>,
  { store, signal, ...rules }: ScopeRules & { store: Pick<TraceStore, 'search'>; signal: AbortSignal },
): Promise<HistogramAnswer> {
  const input = readInput(members);
  const scope = await readScope(input, rules);
  const tally = new HistogramTally(periodLength(scope.end - scope.start, input.periods ?? defaultPeriods));
  const coverage = await scan(store, scope, signal, (records) => {
    for (const record of records) tally.add(record);
  });
  return { ...coverage, ...tally.result() };
}

function periodLength(rangeS: number, most: number): number {
  const least = rangeS / most;
  return periodLengths.find((length) => length >= least) ?? Math.ceil(least / 86_400) * 86_400;
}

class HistogramTally {
  readonly #periodS: number;
  readonly #periods = new Map<number, OutcomeCounts>();
  readonly #cells = new Map<string, { -readonly [Key in keyof HistogramCell]: HistogramCell[Key] }>();

  constructor(periodS: number) {
    this.#periodS = periodS;
  }

  add(record: TraceRecord): void {
    const start = Math.floor(record.start / this.#periodS) * this.#periodS;
    const outcome = traceOutcome(record);
    const counts = this.#periods.get(start) ?? noOutcomes();
    this.#periods.set(start, counts);
    counts[outcome] += 1;
    const responseTime = record.root?.responseTime;
    if (responseTime !== undefined) this.#addCell(start, responseTime, outcome, record.id);
  }

  #addCell(start: number, responseTime: number, outcome: TraceOutcome, traceId: string): void {
    const bin = Math.floor(Math.log10(Math.max(responseTime, shortestS)) * binsPerDecade + 1e-9);
    const key = `${start} ${bin} ${outcome}`;
    const cell = this.#cells.get(key);
    // Records come newest first, so the first of a cell is its latest.
    if (cell !== undefined) cell.count += 1;
    else
      this.#cells.set(key, { start, from: binStart(bin), to: binStart(bin + 1), outcome, count: 1, traceId });
  }

  result(): Pick<HistogramAnswer, 'periodS' | 'periods' | 'cells'> {
    const periods = [...this.#periods].map(([start, counts]) => ({ start, ...counts }));
    return {
      periodS: this.#periodS,
      periods: periods.sort((one, other) => one.start - other.start),
      cells: [...this.#cells.values()].sort((one, other) => one.start - other.start || one.from - other.from),
    };
  }
}

function binStart(bin: number): number {
  return Number((10 ** (bin / binsPerDecade)).toPrecision(6));
}
