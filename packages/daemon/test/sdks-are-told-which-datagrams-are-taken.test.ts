import { expect, it } from 'vitest';
import { startTestDaemon } from './daemon-rig.js';
import { startFakeXray } from './fake-xray.js';

const HEADER = 'x-radiograph-datagrams';
const ask = (url: string, path: string, headers: Record<string, string> = {}) =>
  fetch(url + path, { method: 'POST', body: '{}', headers });

it.each([0, 60_000])(
  'an SDK is told beside the rules that several documents may share a datagram, rules kept for %i ms',
  async (rulesCacheMs) => {
    const xray = await startFakeXray();
    xray.answers.set('/GetSamplingRules', '{"SamplingRuleRecords":[]}');
    xray.answers.set('/SamplingTargets', '{}');
    const { url } = await startTestDaemon(xray.url, { rulesCacheMs });
    for (const path of ['/GetSamplingRules', '/GetSamplingRules', '/SamplingTargets'])
      expect((await ask(url, path)).headers.get(HEADER)).toBe('lines');
    expect((await ask(url, '/TraceSummaries')).headers.get(HEADER)).toBeNull();
  },
);

it('a daemon says it for itself: one that passes the question on neither gets it nor passes it on', async () => {
  const xray = await startFakeXray();
  xray.answers.set('/GetSamplingRules', '{"SamplingRuleRecords":[]}');
  const second = await startTestDaemon(xray.url, { rulesCacheMs: 0 });
  const first = await startTestDaemon(second.url, { rulesCacheMs: 0 });
  const answer = await ask(first.url, '/GetSamplingRules');
  expect([answer.status, answer.headers.get(HEADER)]).toEqual([200, 'lines']);
  const passedOn = await ask(first.url, '/GetSamplingRules', { 'x-forwarded-for': '127.0.0.1' });
  expect([passedOn.status, passedOn.headers.get(HEADER)]).toEqual([200, null]);
});
