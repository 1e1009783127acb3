import { expect, test } from 'vitest';
import { find, record } from './recording.js';

test('a subsegment that ends after its segment is sent on its own, and appears once in the trace', () => {
  const { recorder, traces, clock } = record();
  const segment = recorder.beginSegment('shop');
  const late = segment.beginSubsegment('late');
  const inner = late.beginSubsegment('inner');
  clock.advance(1);
  segment.close();
  clock.advance(1);
  inner.close();
  late.close();
  const [root, ...rest] = traces.documents;
  expect(find(root!, 'late')).toMatchObject({ in_progress: true });
  expect(rest.map(({ name, type, parent_id }) => ({ name, type, parent_id }))).toEqual([
    { name: 'inner', type: 'subsegment', parent_id: late.id },
    { name: 'late', type: 'subsegment', parent_id: segment.id },
  ]);
  const assembled = traces.traces[0]!.segments[0]!;
  expect(assembled.subsegments).toHaveLength(1);
  expect(find(assembled, 'late')).toMatchObject({ end_time: 1_700_000_002 });
  expect(find(assembled, 'late', 'inner')).toMatchObject({ end_time: 1_700_000_002 });
});

test('work begun after the segment ended is sent on its own', () => {
  const { recorder, traces } = record();
  const segment = recorder.beginSegment('shop');
  segment.close();
  segment.capture('detached', () => recorder.capture('inside', () => {}));
  expect(traces.documents.map(({ name, parent_id }) => ({ name, parent_id }))).toEqual([
    { name: 'shop', parent_id: undefined },
    { name: 'inside', parent_id: '0000000000000002' },
    { name: 'detached', parent_id: '0000000000000001' },
  ]);
});

test('L24: every document has an end or is in progress, never both', () => {
  const { recorder, traces } = record({ streamingThreshold: 2 });
  const segment = recorder.beginSegment('shop');
  const open = segment.beginSubsegment('open');
  for (let i = 0; i < 5; i++) open.beginSubsegment(`part ${i}`).close();
  segment.close();
  open.close();
  const seen: object[] = [];
  const visit = (entity: { subsegments?: readonly object[] | undefined }): void => {
    seen.push(entity);
    for (const child of entity.subsegments ?? []) visit(child);
  };
  traces.documents.forEach(visit);
  expect(seen.length).toBeGreaterThan(6);
  for (const entity of seen as { end_time?: number; in_progress?: boolean }[]) {
    expect(entity.end_time === undefined).toBe(entity.in_progress === true);
  }
});

test('beyond the streaming threshold closed subsegments go out at once, and none is lost', () => {
  const { recorder, traces } = record({ streamingThreshold: 20 });
  recorder.segment('shop', (segment) => {
    for (let i = 0; i < 22; i++) segment.beginSubsegment(`before ${i}`);
    for (let i = 0; i < 500; i++) recorder.capture(`part ${i}`, () => {});
    expect(traces.documents).toHaveLength(500);
  });
  const [trace] = traces.traces;
  expect(trace!.orphans).toEqual([]);
  expect(trace!.segments[0]!.subsegments).toHaveLength(522);
  expect(new Set(trace!.segments[0]!.subsegments!.map(({ id }) => id)).size).toBe(522);
});
