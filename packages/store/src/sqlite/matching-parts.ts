import type { Filter } from '@radiograph/filter';
import { conditionOf } from '../filter/condition-of.js';
import { readRows } from './contribution-bytes.js';
import { type ContributionRow, minuteOf } from './contribution-row.js';
import { type Database, numberOf, type Statement, snapshot } from './driver.js';
import { activeIn } from './find-range.js';
import type { Job } from './job.js';
import { LONG_COLUMNS, Packs, WITH_LONG } from './packs.js';
import type { Minutes } from './rollup-scan.js';
import { recordOf } from './stored-record.js';
import type { FoundChunk, Position, TraceFinder, TraceWalk } from './trace-finder.js';

/** Traces whose rows are read at a time. */
const CHUNK_TRACES = 200;

/** Reads what the traces that match a filter add to the graph, row by row: filtered graphs and series are never read from roll-ups. */
export class MatchingParts {
  readonly #database: Database;
  readonly #finder: TraceFinder;
  readonly #packs: Packs;
  readonly #rows: Statement;

  constructor(database: Database, finder: TraceFinder) {
    this.#database = database;
    this.#finder = finder;
    this.#packs = new Packs(database);
    this.#rows = database.prepare(
      `SELECT trace.rid AS rid, ${LONG_COLUMNS} FROM trace ${WITH_LONG}
       WHERE trace.rid IN (SELECT value FROM json_each(?))`,
    );
  }

  /** Visits the rows that begin in the window, in no particular order. */
  async visit(
    { from, to }: Minutes,
    filter: Filter,
    job: Job,
    visit: (row: ContributionRow) => void,
  ): Promise<void> {
    const walk = this.#finder.walk(conditionOf(filter.expression), activeIn(from * 60, to * 60));
    let position = walk.startOf(0);
    while (position !== undefined) {
      const chunk = this.#chunk(walk, position, filter);
      for (const row of chunk.rows) {
        const minute = minuteOf(row);
        if (minute >= from && minute < to) visit(row);
      }
      position = chunk.next;
      await job.step();
    }
  }

  #chunk(
    walk: TraceWalk,
    position: Position,
    filter: Filter,
  ): { readonly rows: readonly ContributionRow[]; readonly next: Position | undefined } {
    return snapshot(this.#database, () => {
      const { found, next } = walk.chunk(position, CHUNK_TRACES);
      return { rows: this.#read(found, filter), next };
    });
  }

  #read(found: FoundChunk['found'], filter: Filter): ContributionRow[] {
    if (found.length === 0) return [];
    const uncertain = new Set(found.filter((trace) => trace.uncertain).map(({ rid }) => rid));
    const rows: ContributionRow[] = [];
    for (const row of this.#rows.all(JSON.stringify(found.map(({ rid }) => rid)))) {
      if (uncertain.has(numberOf(row['rid'])) && !filter.matches(recordOf(this.#packs.record(row)))) continue;
      for (const part of readRows(this.#packs.contribution(row))) rows.push(part);
    }
    return rows;
  }
}
