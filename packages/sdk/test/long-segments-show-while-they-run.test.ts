import type { SegmentDocument } from '@radiograph/protocol';
import { expect, test } from 'vitest';
import { find, record } from './recording.js';
import { until } from './udp-receiver.js';

test('a segment that takes long is sent in progress, once, as it is then; a short one is not', async () => {
  const { recorder, traces } = record({ inProgressAfterMs: 20 });
  recorder.beginSegment('short').close();
  const segment = recorder.beginSegment('long');
  segment.annotate('tenant', 'acme');
  segment.beginSubsegment('done').close();
  const open = segment.beginSubsegment('open');
  open.beginSubsegment('inside').close();
  await until(
    () => traces.documents.length > 1,
    () => 'nothing was sent meanwhile',
  );
  const second = recorder.beginSegment('second');
  await until(
    () => traces.documents.length > 2,
    () => 'the second was not sent meanwhile',
  );
  const [, meanwhile] = traces.documents as SegmentDocument[];
  expect(meanwhile).toMatchObject({ name: 'long', in_progress: true, annotations: { tenant: 'acme' } });
  expect(meanwhile).not.toHaveProperty('end_time');
  expect(find(meanwhile!, 'done').end_time).toBeDefined();
  expect(find(meanwhile!, 'open')).toMatchObject({ in_progress: true, subsegments: [{ name: 'inside' }] });
  open.close();
  segment.close();
  second.close();
  expect(traces.documents.map(({ name, in_progress }) => [name, in_progress])).toEqual([
    ['short', undefined],
    ['long', true],
    ['second', true],
    ['long', undefined],
    ['second', undefined],
  ]);
  const complete = (traces.documents as SegmentDocument[]).find(
    ({ name, end_time }) => name === 'long' && end_time !== undefined,
  );
  expect(complete?.subsegments).toHaveLength(2);
  expect(find(complete!, 'open', 'inside').end_time).toBeDefined();
});

test('what was shown as waiting and then sent on its own is not lost', () => {
  const { recorder, traces } = record({ streamingThreshold: 1 });
  const segment = recorder.beginSegment('shop', { inProgress: true });
  for (let i = 0; i < 10; i++) segment.beginSubsegment(`part ${i}`).close();
  const parts = Array.from({ length: 10 }, (_, i) => segment.beginSubsegment(`more ${i}`));
  for (const part of parts) part.close();
  segment.close();
  const [trace] = traces.traces;
  expect(trace?.orphans).toEqual([]);
  expect(trace?.segments.at(-1)?.subsegments).toHaveLength(20);
});

test.each([0, -1, 1.5, Number.NaN])('inProgressAfterMs of %d is refused', (inProgressAfterMs) => {
  expect(() => record({ inProgressAfterMs })).toThrow('sdk/invalid-option: inProgressAfterMs');
});
