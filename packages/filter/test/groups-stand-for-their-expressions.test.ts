import { describe, expect, it } from 'vitest';
import { compileFilter } from '../src/compile-filter.js';
import { problemsOf } from './problems.js';
import { recordOf } from './record-sketch.js';

const groups = new Map([
  ['slow', 'responsetime > 5'],
  ['slow-faults', 'group.name = "slow" AND fault'],
  ['all', ''],
  ['broken', 'responstime > 5'],
  ['ring-a', 'group.name = "ring-b"'],
  ['ring-b', 'ok OR group.name = "ring-a"'],
  ['self', '!group.name = "self"'],
  ...Array.from(
    { length: 20 },
    (_, level) =>
      [`twice-${level + 1}`, `group.name = "twice-${level}" OR group.name = "twice-${level}"`] as const,
  ),
  ['twice-0', 'fault'],
]);

describe('a group', () => {
  it.each([
    ['group.name = "slow"', true],
    ['group.name = slow', true],
    ['group.name != "slow"', false],
    ['group.name = "slow-faults"', false],
    ['group.name = "slow-faults" OR ok', true],
    ['group.name = "all"', true],
    ['group.name != "all"', false],
    ['group.name = "Default"', true],
    ['group.name = "twice-4"', false],
  ])('%s: %s for a slow trace without a fault', (text, expected) => {
    const compiled = compileFilter(text, { groups });
    expect(compiled.ok && compiled.filter.matches(recordOf({ root: { time: 6 } }))).toBe(expected);
  });

  it.each([
    ['group.name = "slo"', 'filter/unknown-group', 'There is no such group.'],
    ['group.name = "slow-fautls"', 'filter/unknown-group', 'There is no such group.'],
    [
      'group.name = "broken"',
      'filter/invalid-group',
      'The filter expression of the group broken is not valid: "responstime" is no keyword.',
    ],
    ['group.name = "self"', 'filter/invalid-group', /self → self/],
    ['group.name = "ring-a"', 'filter/invalid-group', /ring-a → ring-b → ring-a/],
    ['group.name = "twice-20"', 'filter/invalid-group', /more than 100 times/],
  ])('%s is refused: %s', (text, code, message) => {
    const problems = problemsOf(text, groups);
    expect(problems.map((problem) => problem.code)).toEqual([code]);
    expect(problems[0]?.message).toMatch(message);
    expect(text.slice(problems[0]?.start, problems[0]?.end)).toMatch(/^".*"$/);
  });

  it('is unknown where no groups are given, and suggestions come from those that are', () => {
    expect(problemsOf('group.name = "slow"', new Map()).map(({ code }) => code)).toEqual([
      'filter/unknown-group',
    ]);
    expect(problemsOf('group.name = "slow-fautls"', groups)[0]?.suggestion).toBe('"slow-faults"');
  });
});
