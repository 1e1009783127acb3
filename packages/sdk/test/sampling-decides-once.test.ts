import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Recorder, type SamplingRules } from '../src/index.js';
import { LocalSampler } from '../src/sampling/local-sampler.js';
import { checkRules, defaultRules } from '../src/sampling/sampling-rules.js';
import { FakeClock } from '../src/testing/index.js';
import { record } from './recording.js';

const none = { fixed_target: 0, rate: 0 };
const rule = { host: '*', http_method: '*', url_path: '*' };

test('by default the first request of every second is recorded, and five percent of the others', () => {
  const clock = new FakeClock();
  const numbers = [0.04, 0.05, 0.9, 0.0499];
  const sampler = new LocalSampler(defaultRules, clock, () => numbers.shift() ?? 1);
  const take = (): boolean => sampler.sample({ serviceName: 'shop' }).sampled;
  expect([take(), take(), take(), take(), take()]).toEqual([true, true, false, false, true]);
  clock.advance(1);
  expect([take(), take()]).toEqual([true, false]);
});

test('P4: a reservoir of five grants five in a second, and five in the next', () => {
  const clock = new FakeClock(1_700_000_000.9);
  const sampler = new LocalSampler(checkRules({ version: 2, default: { fixed_target: 5, rate: 0 } }), clock);
  const take = (): boolean => sampler.sample({}).sampled;
  expect(Array.from({ length: 6 }, take)).toEqual([true, true, true, true, true, false]);
  clock.advance(0.2);
  expect(take()).toBe(true);
});

test('the first rule that matches decides; what a request does not tell matches', () => {
  const sampler = new LocalSampler(
    checkRules({
      version: 2,
      default: { fixed_target: 0, rate: 1 },
      rules: [
        { host: 'a*', http_method: 'GET', url_path: '/health?', ...none },
        { host: 'b.example', http_method: 'post', url_path: '/API/*', ...none },
      ],
    }),
    new FakeClock(),
    () => 0.5,
  );
  const sampled = (host: string | undefined, method: string | undefined, path: string | undefined): boolean =>
    sampler.sample({ host, method, path }).sampled;
  expect(sampled('A.example', 'get', '/healthz')).toBe(false);
  expect(sampled('a.example', 'GET', '/health')).toBe(true);
  expect(sampled('b.example', 'POST', '/api/carts/7')).toBe(false);
  expect(sampled('c.example', 'POST', '/api/carts/7')).toBe(true);
  expect(sampled(undefined, undefined, undefined)).toBe(false);
});

test('P1: rules of version 1 name the host service_name', () => {
  const { service_name, ...rest } = {
    service_name: 'shop*',
    http_method: 'GET',
    url_path: '/x',
    fixed_target: 10,
    rate: 0.05,
    description: 'd',
  };
  expect(checkRules({ version: 1, default: none, rules: [{ service_name, ...rest }] })).toEqual({
    version: 2,
    default: none,
    rules: [{ host: 'shop*', http_method: 'GET', url_path: '/x', fixed_target: 10, rate: 0.05 }],
  });
});

test.each([
  [null, 'they are not an object'],
  [[], 'they are not an object'],
  [{ default: none }, 'their version is none; write 1 or 2'],
  [{ version: 3, default: none }, 'their version is 3; write 1 or 2'],
  [{ version: 2 }, "they have no 'default' with 'fixed_target' and 'rate'"],
  [
    { version: 2, default: { ...none, url_path: '/' } },
    "'default' matches every request and must not have 'url_path'",
  ],
  [{ version: 2, default: { fixed_target: -1, rate: 0 } }, "the 'fixed_target' of 'default' is -1"],
  [{ version: 2, default: { fixed_target: 1.5, rate: 0 } }, "the 'fixed_target' of 'default' is 1.5"],
  [
    { version: 2, default: { fixed_target: 1, rate: 1.1 } },
    "the 'rate' of 'default' is 1.1; write a share between 0 and 1",
  ],
  [{ version: 2, default: { fixed_target: 1, rate: Number.NaN } }, "the 'rate' of 'default' is null"],
  [{ version: 2, default: none, rules: {} }, "'rules' is not a list"],
  [{ version: 2, default: none, rules: [7] }, 'rule 1 is not an object'],
  [
    {
      version: 2,
      default: none,
      rules: [
        { ...rule, ...none },
        { ...rule, host: '', ...none },
      ],
    },
    "rule 2 needs 'host', a text with '*' and '?' as wildcards, but has \"\"",
  ],
  [
    { version: 2, default: none, rules: [{ ...rule, ...none, service_name: '*' }] },
    "rule 1 has 'service_name'; version 2 writes 'host'",
  ],
  [
    { version: 1, default: none, rules: [{ ...rule, ...none }] },
    "rule 1 has 'host'; version 1 writes 'service_name'",
  ],
  [{ version: 2, default: none, rules: [{ ...rule, rate: 0 }] }, "the 'fixed_target' of rule 1 is none"],
])('P3: rules that cannot be used are refused with what is wrong: %j', (rules, message) => {
  expect(() => new Recorder({ sampling: rules as SamplingRules }, {})).toThrow(message as string);
});

test('rules may come from a file; one that cannot be read is refused with its path', () => {
  const path = join(mkdtempSync(join(tmpdir(), 'radiograph-')), 'rules.json');
  writeFileSync(path, JSON.stringify({ version: 2, default: none }));
  const { recorder } = record({ sampling: path });
  expect(recorder.beginSegment('shop').sampled).toBe(false);
  writeFileSync(path, '{"version": 2,');
  expect(() => new Recorder({ sampling: path }, {})).toThrow(
    `the sampling rules in '${path}' cannot be read`,
  );
  expect(() => new Recorder({ sampling: '/no/such/file' }, {})).toThrow('ENOENT');
});

test('P30: the incoming decision beats the sampler, by hand beats both, and ? asks the sampler', () => {
  const { recorder } = record({ sampling: 'none' });
  const root = 'Root=1-5759e988-bd862e3fe1be46a994272793';
  expect(recorder.beginSegment('shop', { header: `${root};Sampled=1` }).sampled).toBe(true);
  expect(recorder.beginSegment('shop', { header: `${root};Sampled=0`, sampled: true }).sampled).toBe(true);
  expect(recorder.beginSegment('shop', { header: `${root};Sampled=?` }).sampled).toBe(false);
  expect(recorder.beginSegment('shop', { header: root }).sampled).toBe(false);
});

test('a sampler sees the request, and the rule it names is written into the document', () => {
  const seen: unknown[] = [];
  const { recorder, traces } = record({
    origin: 'AWS::ECS::Container',
    sampling: {
      sample: (request) => {
        seen.push(request);
        return { sampled: true, rule: 'checkout' };
      },
    },
  });
  recorder.beginSegment('shop', { host: 'shop.example', method: 'GET', path: '/cart' }).close();
  expect(seen).toEqual([
    {
      serviceName: 'shop',
      serviceType: 'AWS::ECS::Container',
      host: 'shop.example',
      method: 'GET',
      path: '/cart',
    },
  ]);
  expect(traces.documents[0]?.aws?.xray).toMatchObject({
    sampling_rule_name: 'checkout',
    sdk_version: '0.1.0',
  });
});
