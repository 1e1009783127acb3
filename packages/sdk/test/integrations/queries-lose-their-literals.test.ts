import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Dialect, sanitize } from '../../src/integrations/sql/sanitize.js';

const cases: [Dialect, string, string][] = [
  [
    'postgresql',
    "select * from users where name = 'al' and age > 30",
    'select * from users where name = ? and age > ?',
  ],
  ['postgresql', 'select $1, $12 from t1 where x2 = 3.5e-7', 'select $1, $12 from t1 where x2 = ?'],
  ['postgresql', "select E'it\\'s' || 'it''s' || U&'d\\0061'", 'select E? || ? || U&?'],
  ['postgresql', "select 'a\\' || secret", 'select ? || secret'],
  ['postgresql', 'select $$it is 5$$, $x$ $$ secret $$ $x$, $1', 'select ?, ?, $1'],
  [
    'postgresql',
    'select "weird ""5 name" from t -- secret 5\n where a = 1',
    'select "weird ""5 name" from t where a = ?',
  ],
  ['postgresql', "select 1 /* secret /* nested */ 'still' */ + 2", 'select ? + ?'],
  [
    'postgresql',
    "select '5'::int, a[1], now() - interval '1 day'",
    'select ?::int, a[?], now() - interval ?',
  ],
  ['postgresql', 'select 0xff, 1_000, .5, -3', 'select ?, ?, ?, -?'],
  ['postgresql', "insert into t values (1, 'a'),\n\t(2, 'b')", 'insert into t values (?, ?), (?, ?)'],
  ['postgresql', "select 'without an end and secret", 'select ?'],
  ['postgresql', 'select $tag$ without an end', 'select ?'],
  ['postgresql', 'select 1 /* without an end', 'select ?'],
  ['mysql', `select "it's", 'say "5"', \`col'5\` from t`, "select ?, ?, `col'5` from t"],
  ['mysql', "select 'it\\'s secret', 'x''y', \"a\\\"b\"", 'select ?, ?, ?'],
  ['mysql', 'select 1 # secret\n, 2 -- secret\n, 5--1', 'select ? , ? , ?--?'],
  ['mysql', "select _utf8'x', x'4D', b'01', ?, @var, :name", 'select _utf8?, x?, b?, ?, @var, :name'],
  ['mysql', '/*!40101 set secret = 5 */ select 1', 'select ?'],
  [
    'sqlite',
    "select ?1, :name2, @p3, $q4, [weird 5], `b5`, x'00', 'a''b'",
    'select ?1, :name2, @p3, $q4, [weird 5], `b5`, x?, ?',
  ],
];

test.each(cases)('%s: %s', (dialect, query, expected) => {
  expect(sanitize(query, dialect)).toBe(expected);
});

test('no literal comes through, whatever stands in it', () => {
  const dialects: Dialect[] = ['postgresql', 'mysql', 'sqlite'];
  fc.assert(
    fc.property(fc.constantFrom(...dialects), fc.array(fc.string(), { maxLength: 5 }), (dialect, texts) => {
      const quoted = texts.map((text) => {
        const escaped = `zq${text}qz`.replaceAll("'", "''");
        return `'${dialect === 'mysql' ? escaped.replaceAll('\\', '\\\\') : escaped}'`;
      });
      const sanitized = sanitize(`select ${quoted.join(' , ')} from t`, dialect);
      expect(sanitized).toBe(
        quoted.length === 0 ? 'select from t' : `select ${quoted.map(() => '?').join(' , ')} from t`,
      );
    }),
    { seed: 7, numRuns: 500 },
  );
});

test('any text at all is read to an end, and is never longer than what is kept', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      for (const dialect of ['postgresql', 'mysql', 'sqlite'] as const)
        expect(sanitize(text, dialect).length).toBeLessThanOrEqual(8200);
    }),
    { seed: 11, numRuns: 500 },
  );
});

test.each([
  `insert into t values ${"('secret', 5),".repeat(70_000)}`,
  `select '${'secret '.repeat(140_000)}'`,
  `select /*${'/*'.repeat(500_000)}`,
  `select ${'"'.repeat(1_000_000)}`,
  `select '${"\\'".repeat(500_000)}`,
  `select ${'$a'.repeat(500_000)}`,
])('a query of a megabyte is cut and sanitised as the others', (query) => {
  for (const dialect of ['postgresql', 'mysql', 'sqlite'] as const) {
    const sanitized = sanitize(query, dialect);
    expect(sanitized.length).toBeLessThan(8200);
    expect(sanitized).not.toContain('secret');
  }
});
