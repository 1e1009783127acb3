import { expect, test } from 'vitest';
import type { Subsegment } from '../src/index.js';
import { find, record } from './recording.js';

test('a thousand subsegments inside one another are all sent, none deeper than receivers take', () => {
  const { recorder, traces } = record();
  const segment = recorder.beginSegment('shop');
  const chain: Subsegment[] = [];
  for (let i = 0; i < 1000; i++) chain.push((chain.at(-1) ?? segment).beginSubsegment(`level ${i}`));
  for (const subsegment of chain.reverse()) subsegment.close();
  segment.close();
  const [trace] = traces.traces;
  expect(trace?.orphans).toEqual([]);
  expect(traces.documents.every((document) => levels(document) <= 101)).toBe(true);
  const path = Array.from({ length: 1000 }, (_, i) => `level ${i}`);
  expect(find(trace!.segments[0]!, ...path).end_time).toBeDefined();
});

function levels(entity: { readonly subsegments?: readonly object[] }): number {
  return 1 + Math.max(0, ...(entity.subsegments ?? []).map(levels));
}
