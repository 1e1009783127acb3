import type { IntakeCounters } from '@radiograph/protocol';
import { expect, test } from 'vitest';
import { runningService } from './running-service.js';

const HEADER = 'x-radiograph-datagrams';
const counters: IntakeCounters = {
  received: 0,
  stored: 0,
  rejected: {},
  dropped: {},
  bufferedBytes: 0,
  receiveBufferBytes: 0,
};

test('an SDK that asks for rules or targets is told that several documents may share a datagram', async () => {
  const { post } = await runningService({ intakeCounters: () => counters });
  const rules = await post('/GetSamplingRules', {});
  const targets = await post('/SamplingTargets', { SamplingStatisticsDocuments: [] });
  expect([rules.status, rules.headers.get(HEADER)]).toEqual([200, 'lines']);
  expect(targets.headers.get(HEADER)).toBe('lines');
  expect((await post('/TraceSummaries', {})).headers.get(HEADER)).toBeNull();
});

test.each([
  [
    'AWS’s daemon, which signs it',
    { 'x-forwarded-for': '127.0.0.1', authorization: 'AWS4-HMAC-SHA256 Credential=a' },
  ],
  ['AWS’s daemon without credentials', { 'x-forwarded-for': '127.0.0.1' }],
  ['another proxy', { via: '1.1 proxy' }],
])('an SDK whose question is passed on by %s is not: its datagrams go there', async (_who, headers) => {
  const { post } = await runningService({ intakeCounters: () => counters });
  const rules = await post('/GetSamplingRules', {}, headers);
  expect([rules.status, rules.headers.get(HEADER)]).toEqual([200, null]);
});

test('a service without a UDP side says nothing', async () => {
  const { post } = await runningService();
  expect((await post('/GetSamplingRules', {})).headers.get(HEADER)).toBeNull();
});
