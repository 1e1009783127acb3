import { expect, test } from 'vitest';
import { Recorder } from '../src/index.js';
import { handler } from '../src/integrations/http/index.js';
import { MemoryEmitter } from '../src/testing/index.js';
import { central, rule, target } from './central-sampling.js';
import { ask, serve } from './http-server.js';

const boosted = { SamplingRateBoost: { MaxRate: 0.5, CooldownWindowMinutes: 10 } };

test('under a rule with a boost, how requests end is counted, recorded or not', async () => {
  const numbers = [0.5, 0, 1, 1, 1, 0]; // the first is the jitter of the timer
  const sampling = central([rule('r1', { FixedRate: 0.5, ...boosted })], {
    random: () => numbers.shift() ?? 1,
  });
  await sampling.sampler.refreshRules();
  const emitter = new MemoryEmitter();
  const recorder = new Recorder({ sampling: sampling.sampler, emitter }, {});
  expect(() =>
    recorder.segment('shop', () => {
      throw new Error('one');
    }),
  ).toThrow('one');
  expect(() =>
    recorder.segment('shop', () => {
      throw new Error('two');
    }),
  ).toThrow('two');
  await recorder.segment('shop', async (segment) => segment.setHttp({ response: { status: 503 } }));
  const manual = recorder.beginSegment('shop');
  manual.addError(Object.assign(new Error('theirs'), { statusCode: 404 }));
  manual.close();
  manual.close();
  recorder.segment('stock', () => {});
  expect(await sampling.reported()).toHaveLength(1);
  expect(sampling.bodies[0]?.['SamplingBoostStatisticsDocuments']).toEqual([
    {
      RuleName: 'r1',
      ServiceName: 'shop',
      Timestamp: 1_700_000_010,
      AnomalyCount: 3,
      TotalCount: 4,
      SampledAnomalyCount: 1,
    },
    {
      RuleName: 'r1',
      ServiceName: 'stock',
      Timestamp: 1_700_000_010,
      AnomalyCount: 0,
      TotalCount: 1,
      SampledAnomalyCount: 0,
    },
  ]);
  expect(emitter.documents).toHaveLength(2);
});

test('requests over HTTP that are not recorded are counted when they are answered', async () => {
  const sampling = central([rule('r1', boosted)]);
  await sampling.sampler.refreshRules();
  const recorder = new Recorder({ sampling: sampling.sampler, emitter: new MemoryEmitter() }, {});
  const server = await serve(
    handler('shop', (request, response) => response.writeHead(request.url === '/bad' ? 500 : 200).end(), {
      recorder,
    }),
  );
  await ask(`${server.url}/bad`);
  await ask(`${server.url}/good`);
  await server.close();
  await sampling.reported();
  expect(sampling.bodies[0]?.['SamplingBoostStatisticsDocuments']).toMatchObject([
    { TotalCount: 2, AnomalyCount: 1 },
  ]);
});

test('a boost raises the rate until it ends, and never above what the rule allows', async () => {
  const sampling = central([rule('r1', boosted)], { random: () => 0.45 });
  await sampling.learn(
    target('r1', { FixedRate: 0.1, SamplingBoost: { BoostRate: 0.9, BoostRateTTL: 1_700_000_060 } }),
  );
  expect(sampling.sampler.sample({}).sampled).toBe(true);
  sampling.clock.advance(60);
  expect(sampling.sampler.sample({}).sampled).toBe(false);
  const none = central([rule('r1')], { random: () => 0.45 });
  await none.learn(target('r1', { SamplingBoost: { BoostRate: 0.9, BoostRateTTL: 1_700_000_060 } }));
  expect(none.sampler.sample({}).sampled).toBe(false);
});

test('what the service does not hear of faults is told again; services beyond 25 are one', async () => {
  const sampling = central([rule('r1', boosted)]);
  await sampling.sampler.refreshRules();
  for (let i = 0; i < 40; i++) sampling.sampler.sample({ serviceName: `s${i}` }).onEnd?.(true);
  sampling.answer = () => {
    throw new Error('away');
  };
  await sampling.reported();
  sampling.answer = () => ({});
  await sampling.reported();
  const counts = sampling.bodies.map(
    (body) => body['SamplingBoostStatisticsDocuments'] as { AnomalyCount: number }[],
  );
  expect(counts.map((documents) => documents.length)).toEqual([25, 25]);
  expect(counts[1]!.reduce((sum, { AnomalyCount }) => sum + AnomalyCount, 0)).toBe(40);
});

test('a sampler that throws when a request has ended harms nothing', () => {
  const lines: object[] = [];
  const onEnd = (): never => {
    throw new Error('end');
  };
  const warn = (fields: object): void => void lines.push(fields);
  const logger = { debug: warn, info: warn, warn, error: warn };
  const recorder = new Recorder(
    { sampling: { sample: () => ({ sampled: false, onEnd }) }, emitter: new MemoryEmitter(), logger },
    {},
  );
  expect(recorder.segment('shop', () => 7)).toBe(7);
  recorder.beginSegment('shop').setHttp(new Proxy({}, { get: onEnd }));
  expect(lines).toMatchObject([{ code: 'sdk/sampler-failed' }]);
});
