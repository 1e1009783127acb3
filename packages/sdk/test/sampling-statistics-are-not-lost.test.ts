import { expect, test } from 'vitest';
import { central, rule, target } from './central-sampling.js';

test('P13: a rule reports when it has something to say and its interval has passed', async () => {
  const sampling = central([rule('r1')]);
  await sampling.learn(target('r1', { Interval: 10 }));
  for (let i = 0; i < 5; i++) sampling.sampler.sample({});
  sampling.clock.advance(8); // nine seconds since the answer
  await sampling.sampler.refreshTargets();
  expect(sampling.bodies).toEqual([]);
  sampling.clock.advance(1);
  await sampling.sampler.refreshTargets();
  expect(sampling.bodies).toHaveLength(1);
  await sampling.reported();
  expect(sampling.bodies).toHaveLength(1);
});

test('P14: a report has whole seconds and 24 hex digits of client, and the counts begin anew', async () => {
  const sampling = central([rule('r1', { ReservoirSize: 1, FixedRate: 1 })], { now: 1_700_000_000.75 });
  await sampling.sampler.refreshRules();
  for (let i = 0; i < 4; i++) sampling.sampler.sample({});
  const clientId = expect.stringMatching(/^[0-9a-f]{24}$/);
  expect(await sampling.reported()).toEqual([
    {
      RuleName: 'r1',
      ClientID: clientId,
      Timestamp: 1_700_000_010,
      RequestCount: 4,
      SampledCount: 3,
      BorrowCount: 1,
    },
  ]);
  sampling.sampler.sample({});
  expect(await sampling.reported()).toMatchObject([{ RequestCount: 1, SampledCount: 0, BorrowCount: 1 }]);
});

test('P22 P29: a target sets rate, quota, its expiry and the interval; what it leaves out stays', async () => {
  const sampling = central([rule('r1', { ReservoirSize: 5 })]);
  await sampling.learn(
    target('r1', { FixedRate: 1, ReservoirQuota: 0, ReservoirQuotaTTL: 1_700_009_999, Interval: 20 }),
  );
  expect(sampling.sampler.sample({}).sampled).toBe(true);
  sampling.answer = () => ({ SamplingTargetDocuments: [target('r1')] });
  sampling.clock.advance(10);
  await sampling.sampler.refreshTargets();
  expect(sampling.bodies).toEqual([]);
  sampling.clock.advance(10);
  await sampling.sampler.refreshTargets();
  expect(sampling.bodies).toHaveLength(1);
  expect(sampling.sampler.sample({}).sampled).toBe(false); // the quota of 0 stays: nothing is borrowed
  await sampling.reported();
  expect(sampling.bodies).toHaveLength(1);
});

test('P23: only rules that are due are reported', async () => {
  const sampling = central([rule('r1', { Host: 'a' }), rule('r3', { Host: 'b' })]);
  await sampling.sampler.refreshRules();
  const intervals: Record<string, number> = { r1: 20, r3: 30 };
  sampling.answer = (body) => ({
    SamplingTargetDocuments: (body['SamplingStatisticsDocuments'] as { RuleName: string }[]).map(
      ({ RuleName }) => target(RuleName, { Interval: intervals[RuleName] }),
    ),
  });
  const hosts = (): void => ['a', 'b'].forEach((host) => void sampling.sampler.sample({ host }));
  hosts();
  await sampling.sampler.refreshTargets();
  hosts();
  sampling.clock.advance(20);
  await sampling.sampler.refreshTargets();
  sampling.clock.advance(10);
  await sampling.sampler.refreshTargets();
  const names = sampling.bodies.map((body) =>
    (body['SamplingStatisticsDocuments'] as { RuleName: string }[]).map(({ RuleName }) => RuleName),
  );
  expect(names).toEqual([['r1', 'r3'], ['r1'], ['r3']]);
});

test('P24: a target without a rate is left out with one log line, the others count', async () => {
  const sampling = central([rule('r1', { Host: 'a' }), rule('r3', { Host: 'b' })]);
  await sampling.sampler.refreshRules();
  sampling.sampler.sample({ host: 'a' });
  sampling.answer = () => ({
    SamplingTargetDocuments: [
      { RuleName: 'r1', ReservoirQuota: 1 },
      target('r3', { FixedRate: 1 }),
      target('unknown'),
      null,
    ],
  });
  await sampling.sampler.refreshTargets();
  expect(sampling.sampler.sample({ host: 'a' }).sampled).toBe(false);
  expect(sampling.sampler.sample({ host: 'b' }).sampled).toBe(true);
  expect(sampling.logged.map(({ code, message }) => [code, message])).toEqual([
    ['sdk/sampling-answer-ignored', '3 sampling targets could not be understood, or were for no known rule'],
  ]);
});

test('P25: rules that changed since they were fetched are fetched again, once, whatever the clocks say', async () => {
  const sampling = central([rule('r1')]);
  await sampling.sampler.refreshRules();
  const modifiedAt = async (LastRuleModification: number): Promise<number> => {
    sampling.answer = () => ({ SamplingTargetDocuments: [target('r1')], LastRuleModification });
    sampling.sampler.sample({});
    await sampling.reported();
    return sampling.fetches;
  };
  expect(await modifiedAt(1_699_000_000)).toBe(1);
  expect(await modifiedAt(1_800_000_000)).toBe(2);
  expect(await modifiedAt(1_800_000_000)).toBe(2);
  expect(await modifiedAt(1_600_000_000)).toBe(3);
});

test('P26: when a report is not heard, its counts are in the next one', async () => {
  const sampling = central([rule('r1', { ReservoirSize: 1, FixedRate: 1 })]);
  await sampling.sampler.refreshRules();
  sampling.answer = () => {
    throw new Error('the daemon is away');
  };
  for (let i = 0; i < 3; i++) sampling.sampler.sample({});
  await sampling.reported();
  sampling.sampler.sample({});
  expect(await sampling.reported()).toMatchObject([{ RequestCount: 4, SampledCount: 2, BorrowCount: 2 }]);
  sampling.answer = () => ({
    SamplingTargetDocuments: [],
    UnprocessedStatistics: [{ RuleName: 'r1', ErrorCode: '500', Message: '' }],
  });
  expect(await sampling.reported()).toMatchObject([{ RequestCount: 4 }]);
  sampling.answer = () => ({ SamplingTargetDocuments: [target('r1')] });
  expect(await sampling.reported()).toMatchObject([{ RequestCount: 4 }]);
  expect(sampling.fetches).toBe(1);
});

test('statistics of a rule that is not there any more have the rules fetched again', async () => {
  const sampling = central([rule('r1')]);
  await sampling.sampler.refreshRules();
  sampling.sampler.sample({});
  sampling.answer = () => ({
    UnprocessedStatistics: [{ RuleName: 'r1', ErrorCode: 'ResourceNotFoundException', Message: '' }],
  });
  await sampling.reported();
  expect(sampling.fetches).toBe(2);
});

test('more than 25 rules are reported in several calls', async () => {
  const sampling = central(Array.from({ length: 60 }, (_, i) => rule(`r${i}`, { Host: `h${i}` })));
  await sampling.sampler.refreshRules();
  for (let i = 0; i < 60; i++) sampling.sampler.sample({ host: `h${i}` });
  await sampling.sampler.refreshTargets();
  const counts = sampling.bodies.map((body) => (body['SamplingStatisticsDocuments'] as unknown[]).length);
  expect(counts).toEqual([25, 25, 10]);
});

test('P31: rules are polled at once and then every 295 to 300 seconds, targets every 10 to 10.1', async () => {
  for (const [chance, rules, targets] of [
    [0, 300_000, 10_100],
    [0.999_999, 295_000, 10_000],
  ] as const) {
    const sampling = central([rule('r1')], { random: () => chance });
    sampling.sampler.start();
    sampling.sampler.start();
    expect(sampling.timers.map(({ delayMs }) => Math.round(delayMs))).toEqual([0, targets]);
    sampling.timers[0]!.callback();
    await expect.poll(() => sampling.timers.length).toBe(3);
    expect(Math.round(sampling.timers[2]!.delayMs)).toBe(rules);
    sampling.timers[1]!.callback();
    await expect.poll(() => sampling.timers.length).toBe(4);
    sampling.sampler.close();
    expect(sampling.timers.slice(2).map(({ cancelled }) => cancelled)).toEqual([true, true]);
  }
});

test('P21: when the rules cannot be fetched the known ones stay, and it is tried again soon, less and less often', async () => {
  const sampling = central([rule('r1', { FixedRate: 1 })], { random: () => 0 });
  await sampling.sampler.refreshRules();
  sampling.records = undefined as never;
  sampling.sampler.start();
  for (let i = 0; i < 8; i++) {
    sampling.timers.at(i === 0 ? 0 : -1)!.callback();
    await expect.poll(() => sampling.timers.length).toBe(3 + i);
  }
  expect(sampling.timers.slice(2).map(({ delayMs }) => delayMs / 1000)).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
  expect(sampling.sampler.sample({})).toMatchObject({ sampled: true, rule: 'r1' });
  expect(sampling.logged).toHaveLength(1);
});
