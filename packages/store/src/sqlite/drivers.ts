import { segmentSelector } from '@radiograph/filter';
import type { Condition, NoteCondition, SegmentCondition } from '../filter/condition.js';
import type { SqlInput } from './driver.js';
import { amongSql } from './filter-sql.js';
import { REQUEST_FLAGS } from './row-flags.js';
import { isIndexed, valueCell } from './search-rows.js';
import { rawSql, type Sql, sql } from './sql.js';
import type { Vocabulary } from './vocabulary.js';

/** A way through the traces, newest first: rows of an index that hold every trace that can match. */
export interface Driver {
  readonly from: Sql;
  /** Which of its rows. */
  readonly where: Sql;
  /** What any row of a trace that matches fulfils besides: asked before the trace's row is looked up. */
  readonly narrow?: Sql;
  /** The columns by which rows are in order: a time, and the trace's number. */
  readonly time: string;
  readonly rid: string;
  /** What brings the trace's row of `entry`, under the alias `e`. */
  readonly join: string;
  /** The newest traces are not in it: those since the oldest one in `unnoted`. */
  readonly lags?: boolean;
}

/** The rest of a driver whose table goes by the alias `d`. */
export const BESIDE_ENTRIES: Pick<Driver, 'rid' | 'join'> = {
  rid: 'd.rid',
  join: 'CROSS JOIN entry AS e ON e.at = d.at AND e.rid = d.rid',
};

/** Every trace. */
export const everyTrace: Driver = {
  from: rawSql('entry AS e'),
  where: rawSql('1'),
  time: 'e.at',
  rid: 'e.rid',
  join: '',
};

/**
 * The indexes that hold every trace which can match: of what must hold in any case, values of notes that are indexed, and failures.
 * Any of them will do; the one with the fewest rows is the fastest.
 */
export function driversOf(condition: Condition, vocabulary: Vocabulary): readonly Driver[] {
  const conjuncts = condition.kind === 'all' ? condition.of : [condition];
  return conjuncts.flatMap((conjunct): readonly Driver[] => {
    switch (conjunct.kind) {
      case 'note':
        return valueDriver(conjunct, vocabulary);
      case 'segment':
        return failureDriver(conjunct, vocabulary);
      case 'flag':
        // The root's flags are those of one of the segments; whether anything was throttled is about calls too.
        return conjunct.flag === 'fault' || conjunct.flag === 'error' ? [failures(conjunct.flag)] : [];
      default:
        return [];
    }
  });
}

function valueDriver({ source, test }: NoteCondition, vocabulary: Vocabulary): readonly Driver[] {
  const annotation = source.of === 'annotation';
  const key = annotation ? vocabulary.annotationKey(source.key) : vocabulary.placeKey(source.of);
  const value = equalTo(test);
  if (key === undefined || !key.indexed || value === undefined || !isIndexed(value)) return [];
  const where = sql`d.key = ${key.id} AND d.value = ${value}`;
  return [{ from: rawSql('noted AS d'), where, time: 'd.at', ...BESIDE_ENTRIES, lags: true }];
}

function equalTo(test: NoteCondition['test']): SqlInput | undefined {
  if (test.type === 'boolean') return valueCell(test.value);
  if (test.type === 'set' || test.operator !== '=') return undefined;
  return valueCell(test.value);
}

function failureDriver({ selector, where }: SegmentCondition, vocabulary: Vocabulary): readonly Driver[] {
  const narrow = amongSql('d.party', vocabulary.parties(segmentSelector(selector)));
  const conjuncts = where.kind === 'all' ? where.of : [where];
  return conjuncts.flatMap((conjunct): readonly Driver[] => {
    if (conjunct.kind !== 'flag') return [];
    const { flag } = conjunct;
    return flag === 'fault' || flag === 'error' || flag === 'throttle' ? [{ ...failures(flag), narrow }] : [];
  });
}

/** A failing segment of any node; of which is a condition on each row, so that a stretch of rows stays bounded however few pass. */
function failures(kind: 'error' | 'throttle' | 'fault'): Driver {
  const where = rawSql(`d.kind = ${REQUEST_FLAGS[kind]}`);
  return { from: rawSql('failed AS d'), where, time: 'd.at', ...BESIDE_ENTRIES };
}
