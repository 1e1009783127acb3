import { nodeSelector, segmentSelector } from '@radiograph/filter';
import type {
  AccountCondition,
  CallCondition,
  Condition,
  Flag,
  JoinedCondition,
  NoteCondition,
  NumberCondition,
  SegmentCondition,
  TextTest,
} from '../filter/condition.js';
import { comparator } from './comparator.js';
import { noteTestSql } from './note-sql.js';
import { REQUEST_FLAGS, TRACE_FLAGS } from './row-flags.js';
import { ROWS_PER_TRACE } from './search-rows.js';
import { joinSql, rawSql, type Sql, sql } from './sql.js';
import { cellTest } from './text-sql.js';
import type { Vocabulary } from './vocabulary.js';

/** A filter as a condition on the row `e` of `entry`. */
export interface FilterSql {
  readonly sql: Sql;
  /** What passes matches; else the filter's predicate has the last word. What does not pass never matches. */
  readonly exact: boolean;
}

/** Turns a condition into SQL over the rows of searches, as far as the vocabulary knows them. */
export function filterSql(condition: Condition, vocabulary: Vocabulary): FilterSql {
  const compiler = new Compiler(vocabulary);
  const text = compiler.compile(condition, 'e', true);
  return { sql: text, exact: compiler.exact };
}

/** The alias of a row: of `entry`, `segment` or `call`. */
type Alias = 'e' | 's' | 'c';

const TRUE = rawSql('1');
const FALSE = rawSql('0');

/** Every piece of SQL that it writes is 1 or 0, never NULL, so that NOT means what it means in the language. */
class Compiler {
  readonly #vocabulary: Vocabulary;
  exact = true;

  constructor(vocabulary: Vocabulary) {
    this.#vocabulary = vocabulary;
  }

  /** @param generous what cannot be told passes: outside of any NOT, or under two */
  compile(condition: Condition, row: Alias, generous: boolean): Sql {
    switch (condition.kind) {
      case 'constant':
        return condition.value ? TRUE : FALSE;
      case 'all':
      case 'any':
        return this.#joined(condition, row, generous);
      case 'not':
        return sql`NOT ${this.compile(condition.of, row, !generous)}`;
      case 'flag':
        return flagSql(row, condition.flag);
      case 'number':
        return numberSql(row, condition);
      case 'text':
        return cellTest(rawSql(`${row}.${condition.column}`), condition.test);
      case 'record':
        return this.#undecided(
          condition.causes && flagBit(TRACE_FLAGS[`${condition.causes}Causes`]),
          generous,
        );
      default:
        return this.#traceCondition(condition, generous);
    }
  }

  #traceCondition(
    condition: Extract<Condition, { kind: 'segment' | 'call' | 'caller' | 'note' | 'account' }>,
    generous: boolean,
  ): Sql {
    switch (condition.kind) {
      case 'segment':
        return this.#segment(condition, generous);
      case 'call':
        return this.#call(condition, generous);
      case 'caller': {
        const among = amongSql('c.caller', this.#vocabulary.nodes(nodeSelector(condition.selector)));
        return existsSql('call', 'c', [among]);
      }
      case 'note':
        return this.#note(condition, generous);
      case 'account':
        return this.#account(condition);
    }
  }

  #joined({ kind, of }: JoinedCondition, row: Alias, generous: boolean): Sql {
    const pieces = of.map((operand) => this.compile(operand, row, generous));
    return joinSql(pieces, kind === 'all' ? 'AND' : 'OR');
  }

  #segment({ selector, where }: SegmentCondition, generous: boolean): Sql {
    const among = amongSql('s.party', this.#vocabulary.parties(segmentSelector(selector)));
    return existsSql('segment', 's', [among, this.compile(where, 's', generous)]);
  }

  #call({ from, to, where }: CallCondition, generous: boolean): Sql {
    const callers = amongSql('c.caller', this.#vocabulary.nodes(nodeSelector(from)));
    const called = amongSql('c.party', this.#vocabulary.parties(segmentSelector(to)));
    return existsSql('call', 'c', [callers, called, this.compile(where, 'c', generous)]);
  }

  #account({ test }: AccountCondition): Sql {
    const parties = this.#vocabulary.parties(
      ({ node }) => node.accountId !== undefined && (test === undefined || passes(test, node.accountId)),
    );
    return existsSql('segment', 's', [amongSql('s.party', parties)]);
  }

  #note({ source, test }: NoteCondition, generous: boolean): Sql {
    const annotation = source.of === 'annotation';
    const key = annotation
      ? this.#vocabulary.annotationKey(source.key)
      : this.#vocabulary.placeKey(source.of);
    if (key !== undefined) {
      return existsSql('note', 'n', [sql`n.key = ${key.id}`, noteTestSql(test, source.of)]);
    }
    return this.#vocabulary.full ? this.#undecided(flagBit(TRACE_FLAGS.moreNotes), generous) : FALSE;
  }

  /** What only the record can tell. */
  #undecided(possible: Sql | undefined, generous: boolean): Sql {
    this.exact = false;
    return generous ? (possible ?? TRUE) : FALSE;
  }
}

function flagSql(row: Alias, flag: Flag): Sql {
  const bits: Readonly<Partial<Record<Flag, number>>> = row === 'e' ? TRACE_FLAGS : REQUEST_FLAGS;
  return rawSql(`(${row}.flags & ${bits[flag] ?? 0}) <> 0`);
}

function flagBit(bit: number): Sql {
  return rawSql(`(e.flags & ${bit}) <> 0`);
}

/** Durations are whole microseconds, or seconds that are none: division gives the very number that was measured. */
function numberSql(row: Alias, { column, test }: NumberCondition): Sql {
  const name = `${row}.${column}`;
  if (test === undefined) return rawSql(`${name} IS NOT NULL`);
  const value = column === 'status' ? name : `iif(typeof(${name}) = 'integer', ${name} / 1e6, ${name})`;
  return sql`coalesce(${rawSql(value)} ${rawSql(comparator(test.operator))} ${test.value}, 0)`;
}

/** A number among these; undefined stands for all, and needs no test. */
export function amongSql(column: string, ids: readonly number[] | undefined): Sql {
  if (ids === undefined) return TRUE;
  const [first] = ids;
  if (first === undefined) return FALSE;
  if (ids.length === 1) return sql`${rawSql(column)} = ${first}`;
  return sql`${rawSql(column)} IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`;
}

/** Some row of the trace passes all conditions. */
function existsSql(table: string, alias: string, conditions: readonly Sql[]): Sql {
  if (conditions.includes(FALSE)) return FALSE;
  const kept = conditions.filter((condition) => condition !== TRUE);
  const range = rawSql(
    `${alias}.id >= e.rid * ${ROWS_PER_TRACE} AND ${alias}.id < (e.rid + 1) * ${ROWS_PER_TRACE}`,
  );
  return sql`EXISTS (SELECT 1 FROM ${rawSql(`${table} AS ${alias}`)} WHERE ${joinSql([range, ...kept], 'AND')})`;
}

function passes({ operator, value }: TextTest, text: string): boolean {
  switch (operator) {
    case '=':
      return text === value;
    case '!=':
      return text !== value;
    case 'contains':
      return text.includes(value);
    case 'beginswith':
      return text.startsWith(value);
    case 'endswith':
      return text.endsWith(value);
  }
}
