import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, test } from 'vitest';

const docs = join(import.meta.dirname, '../docs');
const table = readFileSync(join(docs, 'sdk-conformance.md'), 'utf8');

/** How many cases there are, by letter: those of the specification that the SDK is held to. */
const cases = {
  H: 15,
  L: 24,
  A: 5,
  E: 6,
  C: 10,
  D: 9,
  G: 2,
  W: 10,
  P: 31,
  N: 15,
  R: 4,
  K: 4,
  Q: 9,
  M: 4,
  I: 2,
};
const numbers = [
  'S0',
  ...Object.entries(cases).flatMap(([letter, count]) =>
    Array.from({ length: count }, (_, i) => `${letter}${i + 1}`),
  ),
];

const rows = table.split('\n').flatMap((line) => {
  const [, number, , taken, where] = line.split('|').map((cell) => cell.trim());
  return number !== undefined && /^[A-Z]\d+$/.test(number)
    ? [{ number, taken: taken ?? '', where: where ?? '' }]
    : [];
});

it('has one row for each case', () => {
  expect(rows.map(({ number }) => number).sort()).toEqual(numbers.sort());
});

test.each(rows)('$number: $taken', ({ number, taken, where }) => {
  expect(['yes', 'other', 'no']).toContain(taken);
  const file = /^\[.+?\]\((.+?)\)/.exec(where)?.[1];
  if (taken === 'no') {
    expect(where.length, 'a reason').toBeGreaterThan(10);
    expect(file).toBeUndefined();
    return;
  }
  const path = join(docs, file ?? 'no file is named');
  expect(existsSync(path), path).toBe(true);
  // The title of a test, or a row of a table of them, begins with its numbers.
  const titles = [...readFileSync(path, 'utf8').matchAll(/['"`]((?:[A-Z]\d+ ?)+)/g)];
  expect(titles.flatMap(([, title]) => title?.trim().split(' '))).toContain(number);
});
