import type { Filter } from '@radiograph/filter';
import type { NodeIdentity } from '@radiograph/trace';
import type { NodePattern, Series, SeriesQuery, SeriesSubject } from '../series.js';
import { filterOf } from './compiled-filters.js';
import { minuteOf, NO_CALLER } from './contribution-row.js';
import type { Database } from './driver.js';
import { histogramOf, statisticsOf } from './graph-sums.js';
import type { Job } from './job.js';
import { MatchingParts } from './matching-parts.js';
import { identityFromKey, NodeNames } from './node-ids.js';
import { RollupScan, type ScannedRow } from './rollup-scan.js';
import { SPAN_LENGTHS } from './spans.js';
import { addRow, emptyTotals, type Totals } from './totals.js';
import { addWritten, readLabels } from './totals-blob.js';
import type { TraceFinder } from './trace-finder.js';

/** The part of a row that says whose it is. */
interface Owner {
  readonly caller: number;
  readonly callee: number;
  readonly kind: number;
}

/** Counts over time: from the roll-ups, or, with a filter, from the traces that match. */
export class SeriesReader {
  readonly #names: NodeNames;
  readonly #rollups: RollupScan;
  readonly #matching: MatchingParts;

  constructor(database: Database, finder: TraceFinder) {
    this.#names = new NodeNames(database);
    this.#rollups = new RollupScan(database);
    this.#matching = new MatchingParts(database, finder);
  }

  async series(query: SeriesQuery, job: Job): Promise<Series> {
    const filter = filterOf(query.filter, query.groups);
    const periods = new Periods(query.periodS);
    if (filter === undefined) await this.#fromRollups(query, periods, job);
    else await this.#fromTraces(query, filter, periods, job);
    return periods.points();
  }

  /** A period takes the sums of spans that fit into it a whole number of times. */
  async #fromRollups({ start, end, periodS, of }: SeriesQuery, periods: Periods, job: Job): Promise<void> {
    const minutes = { from: Math.floor(start / 60), to: Math.ceil(end / 60) };
    const visit = (row: ScannedRow): void => {
      if (this.#isMeant(of, row, () => readLabels(row.totals)))
        addWritten(periods.at(row.minute), row.totals);
    };
    const longest = SPAN_LENGTHS.filter((length) => periodS % (length * 60) === 0).at(-1);
    if (longest !== undefined) await this.#rollups.coarsely(minutes, job, visit, longest);
    else await this.#rollups.minutes(minutes, job, visit, of.kind === 'node' ? 'nodes' : 'calls');
  }

  async #fromTraces(query: SeriesQuery, filter: Filter, periods: Periods, job: Job): Promise<void> {
    const minutes = { from: Math.floor(query.start / 60), to: Math.ceil(query.end / 60) };
    await this.#matching.visit(minutes, filter, job, (row) => {
      if (this.#isMeant(query.of, row, () => row.labels)) addRow(periods.at(minuteOf(row)), row);
    });
  }

  /** The times of links are ages of events, not response times: they are counted nowhere. */
  #isMeant(subject: SeriesSubject, owner: Owner, labels: () => Iterable<string>): boolean {
    const isNode = owner.caller === NO_CALLER;
    if (subject.kind === 'node') {
      return isNode && fits(subject.node, this.#names.identityOf(owner.callee), labels);
    }
    if (isNode || owner.kind === 1) return false;
    const from = this.#names.identityOf(owner.caller);
    if (subject.kind === 'entries') return from.type === 'client';
    const aliases = (): string[] => [...labels()].map((key) => identityFromKey(key).name);
    return (
      fits(subject.from, from, () => []) && fits(subject.to, this.#names.identityOf(owner.callee), aliases)
    );
  }
}

function fits(pattern: NodePattern, identity: NodeIdentity, moreNames: () => Iterable<string>): boolean {
  const { name, type, accountId } = pattern;
  if (type !== undefined && type !== identity.type) return false;
  if (accountId !== undefined && accountId !== identity.accountId) return false;
  return name === undefined || name === identity.name || [...moreNames()].includes(name);
}

/** Sums by period. */
class Periods {
  readonly #lengthS: number;
  readonly #sums = new Map<number, Totals>();

  constructor(lengthS: number) {
    this.#lengthS = lengthS;
  }

  /** The sum that a minute belongs to, to be added to. */
  at(minute: number): Totals {
    const timestamp = Math.floor((minute * 60) / this.#lengthS) * this.#lengthS;
    const known = this.#sums.get(timestamp);
    if (known !== undefined) return known;
    const totals = emptyTotals();
    this.#sums.set(timestamp, totals);
    return totals;
  }

  points(): Series {
    return [...this.#sums]
      .filter(([, { outcomes }]) => outcomes.some((count) => count > 0))
      .sort(([a], [b]) => a - b)
      .map(([timestamp, totals]) => ({
        timestamp,
        statistics: statisticsOf(totals),
        responseTimes: histogramOf(totals.responseTimes),
      }));
  }
}
