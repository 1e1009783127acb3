import { makeTraceId } from '@radiograph/protocol';
import { segment } from '@radiograph/testkit';
import { expect, test } from 'vitest';
import { RecentVocabulary } from '../src/own/recent-vocabulary.js';
import { runningService } from './running-service.js';

interface Offered {
  readonly completions: readonly { readonly text: string; readonly start: number; readonly end: number }[];
}

test('services, annotation keys and values of the last hour are offered', async () => {
  const { post, store } = await runningService();
  const now = Math.floor(Date.now() / 1000);
  const document = (at: number, name: string, customer: string) =>
    JSON.stringify(segment({ trace_id: makeTraceId(at), start_time: at, name, annotations: { customer } }));
  const documents = [
    document(now - 60, 'checkout', 'al'),
    document(now - 50, 'checkout', 'bo'),
    document(now - 40, 'checkout', 'bo'),
    document(now - 7200, 'checkers-of-yesterday', 'cy'),
  ];
  await post('/TraceSegments', { TraceSegmentDocuments: documents });
  await store.settled();
  const complete = async (text: string) => {
    const response = await post('/radiograph/v1/complete', { text, cursor: text.length });
    expect(response.status).toBe(200);
    const { completions } = (await response.json()) as Offered;
    return completions.map((completion) => text.slice(0, completion.start) + completion.text);
  };

  expect((await complete('service("che')).join()).toMatch(/checkout/);
  expect((await complete('service("che')).join()).not.toMatch(/yesterday/);
  expect(await complete('annotation.cus')).toContain('annotation.customer');
  expect(await complete('annotation.customer = ')).toEqual([
    'annotation.customer = "bo"',
    'annotation.customer = "al"',
  ]);
  expect(await complete('fau')).toContain('fault');
});

test('what is asked wrongly is refused with the own API’s shape', async () => {
  const { post, service } = await runningService();
  for (const body of ['{', '{}', { text: 7 }, { text: 'x', cursor: -1 }, { text: 'x'.repeat(10_001) }]) {
    const response = await post('/radiograph/v1/complete', body);
    expect([response.status, (await response.json()).code]).toEqual([400, 'service/invalid-request']);
  }
  const large = await post('/radiograph/v1/complete', { text: 'x'.repeat(70_000) });
  expect([large.status, (await large.json()).code]).toEqual([413, 'service/body-too-large']);
  const wrongMethod = await fetch(`${service.url}/radiograph/v1/complete`);
  expect([wrongMethod.status, wrongMethod.headers.get('allow')]).toEqual([405, 'POST']);
  const unknown = await post('/radiograph/v1/nothing', {});
  expect([unknown.status, (await unknown.json()).code]).toEqual([404, 'service/unknown-path']);
});

test('many keystrokes cost one search, and a search that fails is tried again', async () => {
  let searches = 0;
  const vocabulary = new RecentVocabulary({
    search() {
      searches += 1;
      if (searches === 1) return Promise.reject(new Error('not yet'));
      return Promise.resolve({ records: [], scanned: 0, approximateTime: 0 });
    },
  });
  await expect(vocabulary.get()).rejects.toThrow('not yet');
  await Promise.all([vocabulary.get(), vocabulary.get()]);
  await vocabulary.get();
  expect(searches).toBe(2);
});
