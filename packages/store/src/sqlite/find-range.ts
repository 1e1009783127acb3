import { BESIDE_ENTRIES, type Driver } from './drivers.js';
import { oddTrace } from './overlap.js';
import { rawSql, type Sql, sql } from './sql.js';

/** Part of a search: a walk through a driver over times, newest first. */
export interface Stretch {
  /** Where another driver may not take the place of this one. */
  readonly driver: Driver | undefined;
  /** `[from, to)`, in the driver's times. */
  readonly from: number;
  readonly to: number;
  /** What the row of a trace must fulfil besides the filter. */
  readonly extra: Sql;
}

/** The traces that are listed in `[start, end)`. */
export function listedIn(start: number, end: number): readonly Stretch[] {
  return [{ driver: undefined, from: start, to: end, extra: rawSql('1') }];
}

/** How far from its start a trace is listed, and how long it lasts, at most, unless it is one of the odd. Seconds. */
const LISTED_NEAR_S = 60;
const USUALLY_OVER_S = 600;

/** The traces that were active in `[start, end)`: most are listed soon before it or in it, the odd ones have an index of their own. */
export function activeIn(start: number, end: number): readonly Stretch[] {
  const usual = sql`EXISTS (SELECT 1 FROM trace AS t
    WHERE t.rid = e.rid AND t.start < ${end} AND t.end >= ${start} AND NOT ${rawSql(oddTrace('t'))})`;
  const odd: Driver = {
    from: rawSql('trace AS d INDEXED BY odd_trace_by_start'),
    where: sql`${rawSql(oddTrace('d'))} AND d.end >= ${start}`,
    time: 'd.start',
    ...BESIDE_ENTRIES,
  };
  return [
    {
      driver: undefined,
      from: start - USUALLY_OVER_S - LISTED_NEAR_S,
      to: end + LISTED_NEAR_S + 1,
      extra: usual,
    },
    { driver: odd, from: Number.MIN_SAFE_INTEGER, to: end, extra: rawSql('1') },
  ];
}
