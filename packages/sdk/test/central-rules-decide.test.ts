import { expect, test } from 'vitest';
import { readRule } from '../src/sampling/central-wire.js';
import { central, rule, target } from './central-sampling.js';

test('P6 P7: with a quota a rule grants it, and is named in the decision', async () => {
  const sampling = central([
    rule('r2', { Priority: 6, ServiceName: 'other' }),
    rule('r1', { ReservoirSize: 10 }),
  ]);
  await sampling.learn(target('r1', { ReservoirQuota: 10, ReservoirQuotaTTL: 1_700_000_300 }));
  const { sampler } = sampling;
  const request = {
    serviceName: 'shop',
    serviceType: 'AWS::EC2::Instance',
    host: 'h',
    method: 'GET',
    path: '/',
  };
  expect(sampler.sample(request)).toMatchObject({ sampled: true, rule: 'r1' });
  expect(sampler.sample({ ...request, serviceType: undefined })).toMatchObject({ sampled: true, rule: 'r1' });
  expect(await sampling.reported()).toMatchObject([
    { RuleName: 'r1', RequestCount: 2, SampledCount: 2, BorrowCount: 0 },
  ]);
});

test('P8: what no rule matches is for the rule Default', async () => {
  const sampling = central([rule('r1', { Host: 'elsewhere' }), rule('Default', { ReservoirSize: 1 })]);
  await sampling.sampler.refreshRules();
  expect(sampling.sampler.sample({ host: 'here' })).toMatchObject({ sampled: true, rule: 'Default' });
});

test('P9: rules of more than an hour ago are not used', async () => {
  const sampling = central([rule('r1', { FixedRate: 1 })], { random: () => 0.99 });
  await sampling.sampler.refreshRules();
  sampling.clock.advance(3600);
  expect(sampling.sampler.sample({}).rule).toBe('r1');
  sampling.clock.advance(1);
  expect(sampling.sampler.sample({})).toEqual({ sampled: false });
  expect(await sampling.reported()).toMatchObject([{ RequestCount: 1 }]);
});

test('P10: with an expired quota, and borrowed already, the rate decides', async () => {
  const numbers = [0.05, 0.07];
  const sampling = central([rule('r1', { FixedRate: 0.06, ReservoirSize: 10 })], {
    random: () => numbers.shift() ?? 1,
  });
  await sampling.learn(
    target('r1', { FixedRate: 0.06, ReservoirQuota: 10, ReservoirQuotaTTL: 1_700_000_060 }),
  );
  sampling.clock.advance(61);
  const take = (): boolean => sampling.sampler.sample({}).sampled;
  expect([take(), take(), take()]).toEqual([true, true, false]);
  expect(await sampling.reported()).toMatchObject([{ RequestCount: 3, SampledCount: 1, BorrowCount: 1 }]);
});

test('P11: without a quota one request a second is borrowed, and none without a reservoir', async () => {
  const sampling = central([
    rule('r1', { ReservoirSize: 50, Host: 'a' }),
    rule('r2', { ReservoirSize: 0, Host: 'b' }),
  ]);
  await sampling.sampler.refreshRules();
  const take = (host: string): boolean => sampling.sampler.sample({ host }).sampled;
  expect([take('a'), take('a'), take('b')]).toEqual([true, false, false]);
  sampling.clock.advance(1);
  expect([take('a'), take('b')]).toEqual([true, false]);
});

test('P5 P12: beyond the quota the rate decides', async () => {
  const numbers = [1, 0.05, 0.07];
  const sampling = central([rule('r1', { FixedRate: 0.06 })], { random: () => numbers.shift() ?? 1 });
  await sampling.learn(
    target('r1', { FixedRate: 0.06, ReservoirQuota: 10, ReservoirQuotaTTL: 1_700_000_300 }),
  );
  const take = (): boolean => sampling.sampler.sample({}).sampled;
  expect(Array.from({ length: 12 }, take)).toEqual([...Array(11).fill(true), false]);
  expect(sampling.sampler.sample({})).toEqual({ sampled: false });
});

test('P15 P16 P17: rules are tried by priority, then by name; those that are gone go, the others keep their counts', async () => {
  const sampling = central([
    rule('r3', { Priority: 7, FixedRate: 1 }),
    rule('r2', { Priority: 5, Host: 'b', FixedRate: 1 }),
    rule('r1', { Priority: 5, Host: 'a*', FixedRate: 1 }),
  ]);
  await sampling.sampler.refreshRules();
  const chosen = (host: string): string | undefined => sampling.sampler.sample({ host }).rule;
  expect([chosen('a'), chosen('b'), chosen('c'), sampling.sampler.sample({}).rule]).toEqual([
    'r1',
    'r2',
    'r3',
    'r1',
  ]);
  sampling.records = [
    rule('r3', { Priority: 7, FixedRate: 1 }),
    rule('r4', { Priority: 6, Host: 'b', FixedRate: 1 }),
  ];
  await sampling.sampler.refreshRules();
  expect([chosen('a'), chosen('b'), chosen('c')]).toEqual(['r3', 'r4', 'r3']);
  expect(await sampling.reported()).toMatchObject([
    { RuleName: 'r4', RequestCount: 1 },
    { RuleName: 'r3', RequestCount: 3 },
  ]);
});

test.each([
  ['no priority', { Priority: undefined }],
  ['no version', { Version: undefined }],
  ['version 5', { Version: 5 }],
  ['no rate', { FixedRate: undefined }],
  ['a rate above 1', { FixedRate: 1.5 }],
  ['no reservoir', { ReservoirSize: undefined }],
  ['a reservoir that is no number', { ReservoirSize: '1' }],
  ['no host', { Host: undefined }],
  ['no name', { RuleName: '' }],
])('P18 P19 P29: a rule with %s is left out with one log line, the others count', async (_what, broken) => {
  const sampling = central([rule('r1', { Priority: 1 }), rule('r3', { Priority: 3, FixedRate: 1 })]);
  await sampling.sampler.refreshRules();
  sampling.records = [
    { SamplingRule: { ...rule('r1', { Priority: 1 }).SamplingRule, ...broken } },
    rule('r3', { FixedRate: 1 }),
  ];
  await sampling.sampler.refreshRules();
  expect(sampling.sampler.sample({}).rule).toBe('r3');
  expect(sampling.logged.map(({ code }) => code)).toEqual(['sdk/sampling-answer-ignored']);
});

test('P20: rules for a resource or with attributes hold only where those are known', async () => {
  const sampling = central([
    rule('arn', { Priority: 1, ResourceARN: 'arn:aws:*:fn', FixedRate: 1 }),
    rule('gold', { Priority: 2, Attributes: { tier: 'g*' }, FixedRate: 1 }),
    rule('rest', { Priority: 3, FixedRate: 1 }),
  ]);
  await sampling.sampler.refreshRules();
  const chosen = (request: object): string | undefined => sampling.sampler.sample(request).rule;
  expect(chosen({})).toBe('rest');
  expect(chosen({ resourceArn: 'arn:aws:lambda:fn' })).toBe('arn');
  expect(chosen({ attributes: { tier: 'gold' } })).toBe('gold');
  expect(chosen({ attributes: { tier: 'silver', __proto__: { tier: 'gold' } } })).toBe('rest');
});

test('the rule Default needs only a rate and a reservoir, and comes last whatever its priority says', () => {
  const record = {
    SamplingRule: {
      RuleName: 'Default',
      Version: 1,
      FixedRate: 0.5,
      ReservoirSize: 2,
      Priority: 1,
      Host: 'x',
    },
  };
  expect(readRule(record)).toMatchObject({
    Host: '*',
    URLPath: '*',
    ResourceARN: '*',
    Priority: Number.POSITIVE_INFINITY,
  });
  for (const nonsense of [
    undefined,
    null,
    7,
    [],
    {},
    { SamplingRule: null },
    { SamplingRule: { RuleName: 'Default' } },
  ])
    expect(readRule(nonsense)).toBeUndefined();
});
