import type { TextTest } from '../filter/condition.js';
import { rowText } from './row-text.js';
import { rawSql, type Sql, sql } from './sql.js';

/** A test of a column that holds a string's bytes; true or NULL for what is no such. */
export function bytesTest(column: Sql, { operator, value }: TextTest): Sql {
  const bytes = rowText(value);
  // Every string has the empty one in it; of an empty blob, SQLite's substr gives NULL.
  if (value === '' && operator !== '=' && operator !== '!=') return sql`${column} IS NOT NULL`;
  switch (operator) {
    case '=':
      return sql`${column} = ${bytes}`;
    case '!=':
      return sql`${column} <> ${bytes}`;
    case 'contains':
      return sql`instr(${column}, ${bytes}) > 0`;
    case 'beginswith':
      return sql`substr(${column}, 1, ${bytes.byteLength}) = ${bytes}`;
    case 'endswith':
      return sql`substr(${column}, ${-bytes.byteLength}) = ${bytes}`;
  }
}

/** A test of a column that holds a string's bytes or the number of a common text; true or false. */
export function cellTest(column: Sql, test: TextTest | undefined): Sql {
  if (test === undefined) return sql`${column} IS NOT NULL`;
  const { operator, value } = test;
  if (operator === '=' || operator === '!=') {
    const bytes = rowText(value);
    const equal = sql`coalesce(${column} IN (${bytes}, (SELECT id FROM text WHERE value = ${bytes})), 0)`;
    return operator === '=' ? equal : sql`(${column} IS NOT NULL AND NOT ${equal})`;
  }
  return sql`coalesce(${bytesTest(bytesOfCell(column), test)}, 0)`;
}

function bytesOfCell(column: Sql): Sql {
  return rawSql(
    `iif(typeof(${column.text}) = 'integer', (SELECT value FROM text WHERE id = ${column.text}), ${column.text})`,
  );
}
