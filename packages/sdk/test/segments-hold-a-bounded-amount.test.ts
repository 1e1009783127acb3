import { expect, test } from 'vitest';
import { only, record } from './recording.js';

test('the fifty-first annotation of a segment is kept, and told of once, as X-Ray does not index it', () => {
  const { recorder, traces, logged } = record();
  recorder.segment('shop', (segment) => {
    for (let i = 0; i < 30; i++) segment.annotate(`a${i}`, i);
    for (let i = 0; i < 100; i++) segment.annotate('a0', i);
    recorder.capture('cart', (subsegment) => {
      for (let i = 0; i < 20; i++) subsegment.annotate(`b${i}`, i);
    });
    expect(logged).toEqual([]);
    recorder.capture('order', (subsegment) => {
      for (let i = 0; i < 20; i++) subsegment.annotate(`c${i}`, i);
    });
  });
  const { annotations, subsegments } = only(traces);
  expect(annotations?.['a0']).toBe(99);
  expect(subsegments?.map((child) => Object.keys(child.annotations ?? {}).length)).toEqual([20, 20]);
  expect(logged.map(({ code }) => code)).toEqual(['sdk/annotations-not-indexed']);
});

test('a loop that annotates or adds metadata without end does not fill the memory', () => {
  const { recorder, traces, logged } = record();
  recorder.segment('shop', (segment) => {
    recorder.capture('a', (subsegment) => {
      for (let i = 0; i < 5000; i++) subsegment.annotate(`k${i}`, i);
    });
    recorder.capture('m', (subsegment) => {
      for (let i = 0; i < 5000; i++) subsegment.addMetadata(`k${i}`, i);
      for (let i = 0; i < 5000; i++) subsegment.addMetadata('k0', i);
    });
    segment.annotate('still', true);
  });
  const [a, m] = only(traces).subsegments ?? [];
  expect(Object.keys(a?.annotations ?? {})).toHaveLength(1000);
  expect(Object.keys(m?.metadata?.['default'] ?? {})).toHaveLength(1000);
  expect(m?.metadata).toMatchObject({ default: { k0: 4999 } });
  expect(only(traces).annotations).toEqual({ still: true });
  expect(logged.map(({ code }) => code)).toEqual([
    'sdk/annotations-not-indexed',
    'sdk/annotation-refused',
    'sdk/metadata-refused',
  ]);
});

test('a segment that meets errors without end writes 500 of them, and still counts as failed', () => {
  const { recorder, traces, logged } = record();
  recorder.segment('shop', (segment) => {
    for (let i = 0; i < 600; i++) segment.addError(`failure ${i}`, { kind: 'none' });
    recorder.capture('last', (subsegment) => subsegment.addError(new Error('one more')));
  });
  const written = traces.documents.flatMap(({ cause }) =>
    typeof cause === 'object' ? (cause.exceptions ?? []) : [],
  );
  expect(written.length).toBeGreaterThan(0);
  expect(written.length).toBeLessThanOrEqual(500);
  expect(traces.documents.flatMap(({ subsegments = [] }) => subsegments)).toMatchObject([
    { name: 'last', fault: true },
  ]);
  expect(logged.map(({ code }) => code)).toContain('sdk/exceptions-dropped');
});

test('beginning work in a segment that holds ten thousand open subsegments takes no longer as they end', () => {
  const { recorder, traces } = record();
  const segment = recorder.beginSegment('shop');
  const open = Array.from({ length: 10_000 }, (_, i) => segment.beginSubsegment(`part ${i}`));
  for (const subsegment of open.reverse()) subsegment.close();
  segment.beginSubsegment('after').close();
  segment.close();
  const names = traces.documents.flatMap(({ name, subsegments = [] }) => [
    name,
    ...subsegments.map((child) => child.name),
  ]);
  expect(names).toHaveLength(10_002);
  expect(new Set(names).size).toBe(10_002);
});

test('a segment that Lambda sends, in which subsegments are begun without end and never closed, keeps 10,000 of them', () => {
  const { recorder, logged } = record();
  const facade = recorder.beginFacade(
    'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1',
  );
  const begun = Array.from({ length: 10_050 }, () => facade?.beginSubsegment('open'));
  expect(begun.filter((subsegment) => subsegment?.sampled === true)).toHaveLength(10_000);
  expect(logged.map(({ code }) => code)).toEqual(['sdk/subsegments-dropped']);
  begun[0]?.close();
  expect(facade?.beginSubsegment('another').sampled).toBe(true);
});
