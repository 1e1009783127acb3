import type { NoteSource, NoteTest } from '../filter/condition.js';
import { comparator } from './comparator.js';
import { rawSql, type Sql, sql } from './sql.js';
import { bytesTest, cellTest } from './text-sql.js';

const VALUE = rawSql('n.value');

/** A test of the row `n` of `note`; values of other types than the test's pass none. */
export function noteTestSql(test: NoteTest, of: NoteSource['of']): Sql {
  switch (test.type) {
    case 'set':
      return rawSql("n.value <> 'false'");
    case 'boolean':
      return sql`n.value = ${String(test.value)}`;
    case 'number':
      return sql`(typeof(n.value) IN ('integer', 'real') AND n.value ${rawSql(comparator(test.operator))} ${test.value})`;
    case 'string':
      // Users are bytes always, for the index; places may be numbers of common texts.
      if (of !== 'annotation' && of !== 'user') return cellTest(VALUE, test);
      return sql`(typeof(n.value) = 'blob' AND ${bytesTest(VALUE, test)})`;
  }
}
