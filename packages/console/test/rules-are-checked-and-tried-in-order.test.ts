import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readGroups } from '../src/api/groups.js';
import { readRules } from '../src/api/sampling.js';
import { filterDiagnostics } from '../src/model/filter-check.js';
import { groupFilter } from '../src/model/filter-text.js';
import { draftOf, draftProblems, firstMatch, NEW_RULE, rateWords, ruleOf } from '../src/model/rule-form.js';

const record = (RuleName: string, Priority: number, more: object = {}) => ({
  SamplingRule: { ...ruleOf({ ...NEW_RULE, RuleName, Priority: String(Priority) }), ...more },
});

it('rules stand in the order in which SDKs try them, with what was sampled by them', () => {
  const reports = readRules(
    { SamplingRuleRecords: [record('Default', 10_000), record('b', 5), record('a', 5), record('c', 1)] },
    {
      SamplingStatisticSummaries: [
        { RuleName: 'a', Timestamp: 7_190, RequestCount: 10, SampledCount: 2, BorrowCount: 1 },
        { RuleName: 'a', Timestamp: 3_700, RequestCount: 4, SampledCount: 1, BorrowCount: 0 },
      ],
    },
    7_200,
  );
  expect(reports.map(({ name }) => name)).toEqual(['c', 'a', 'b', 'Default']);
  const a = reports[1];
  expect([a?.requests, a?.sampled, a?.counts.at(-1), a?.counts[0]]).toEqual([14, 4, 10, 4]);
});

it('the first rule that matches decides; what is not known of a request matches', () => {
  const reports = readRules(
    {
      SamplingRuleRecords: [
        record('health', 1, { URLPath: '/health*', HTTPMethod: 'GET' }),
        record('Default', 10_000),
      ],
    },
    {},
    0,
  );
  expect(firstMatch(reports, { path: '/healthz' })?.name).toBe('health');
  expect(firstMatch(reports, { path: '/healthz', method: 'POST' })?.name).toBe('Default');
});

it('a draft becomes the rule it was made from', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 9_999 }),
      fc.integer({ min: 0, max: 10_000 }),
      fc.nat(1_000),
      (priority, rate, reservoir) => {
        const rule = {
          ...ruleOf({ ...NEW_RULE, RuleName: 'x' }),
          Priority: priority,
          FixedRate: rate / 10_000,
          ReservoirSize: reservoir,
        };
        expect(draftProblems(draftOf(rule))).toEqual({});
        expect(ruleOf(draftOf(rule), rule)).toEqual(rule);
      },
    ),
    { seed: 6 },
  );
});

it('says what is wrong with a draft, field by field', () => {
  const wrong = {
    ...NEW_RULE,
    Priority: '0',
    FixedRate: '101',
    ReservoirSize: '1.5',
    Host: '',
    URLPath: 'x'.repeat(129),
  };
  expect(Object.keys(draftProblems(wrong)).sort()).toEqual([
    'FixedRate',
    'Host',
    'Priority',
    'ReservoirSize',
    'RuleName',
    'URLPath',
  ]);
});

it('says what a rule records in words', () => {
  const words = (reservoir: string, rate: string): string =>
    rateWords(ruleOf({ ...NEW_RULE, ReservoirSize: reservoir, FixedRate: rate }));
  expect([words('1', '5'), words('0', '5'), words('0', '0'), words('3', '0'), words('0', '100')]).toEqual([
    'the first 1 a second, then 5 %',
    '5 % of all requests',
    'no request',
    'the first 3 a second, then no more',
    'every request',
  ]);
});

it('groups are read from any answer, and a filter may name one that only the service knows', () => {
  expect(
    readGroups({ Groups: [{ GroupName: 'Default' }, { GroupName: 'g', FilterExpression: 'fault' }, 7] }),
  ).toEqual([
    { name: 'Default', filter: '' },
    { name: 'g', filter: 'fault' },
  ]);
  expect(readGroups(null)).toEqual([]);
  expect(filterDiagnostics(groupFilter('a "b"'))).toEqual([]);
  expect(filterDiagnostics('group.name = "g" AND (')).not.toEqual([]);
});
