import { expect, test } from 'vitest';
import { find, only, record } from './recording.js';

test('a segment with subsegments, annotations, metadata and blocks is one document', () => {
  const { recorder, traces, clock } = record({ version: '1.2.3' });
  recorder.segment('shop', { user: 'al', origin: 'AWS::ECS::Container' }, (segment) => {
    segment.annotate('game', '817DL6VO');
    segment.setHttp({ request: { method: 'GET', url: 'http://shop/cart' } });
    clock.advance(0.25);
    recorder.capture('load cart', (subsegment) => {
      subsegment.addMetadata('cart', { items: [1, 2] }, 'shop');
      const query = subsegment.beginSubsegment('db', { namespace: 'remote' });
      query.setSql({ url: 'postgres://db', sanitized_query: 'select ?' });
      clock.advance(0.000125);
      query.close();
    });
    segment.setHttp({ response: { status: 200 } });
  });
  expect(only(traces)).toEqual({
    name: 'shop',
    id: '0000000000000001',
    trace_id: '1-6553f100-000000000000000000000001',
    start_time: 1_700_000_000,
    end_time: 1_700_000_000.250125,
    user: 'al',
    origin: 'AWS::ECS::Container',
    service: { version: '1.2.3', runtime: 'node', runtime_version: process.versions.node },
    aws: { xray: { sdk: 'Radiograph for Node.js', sdk_version: '0.1.0' } },
    annotations: { game: '817DL6VO' },
    http: { request: { method: 'GET', url: 'http://shop/cart' }, response: { status: 200 } },
    subsegments: [
      {
        name: 'load cart',
        id: '0000000000000002',
        start_time: 1_700_000_000.25,
        end_time: 1_700_000_000.250125,
        metadata: { shop: { cart: { items: [1, 2] } } },
        subsegments: [
          {
            name: 'db',
            id: '0000000000000003',
            start_time: 1_700_000_000.25,
            end_time: 1_700_000_000.250125,
            namespace: 'remote',
            sql: { url: 'postgres://db', sanitized_query: 'select ?' },
          },
        ],
      },
    ],
  });
});

test('bodies return what they return, asynchronously too', async () => {
  const { recorder, traces } = record();
  expect(recorder.segment('sync', () => recorder.capture('part', () => 7))).toBe(7);
  await expect(recorder.segment('async', async () => recorder.capture('part', async () => 8))).resolves.toBe(
    8,
  );
  expect(traces.documents.map((document) => find(document, 'part').end_time !== undefined)).toEqual([
    true,
    true,
  ]);
});

test('closing twice sends once and keeps the first end', () => {
  const { recorder, traces, clock } = record();
  const segment = recorder.beginSegment('job');
  segment.close();
  clock.advance(5);
  segment.close(new Error('too late'));
  expect(only(traces)).toMatchObject({ end_time: 1_700_000_000 });
  expect(only(traces).fault).toBeUndefined();
});

test('using closes', () => {
  const { recorder, traces } = record();
  {
    using segment = recorder.beginSegment('job');
    using part = segment.beginSubsegment('part');
    part.annotate('n', 1);
  }
  expect(find(only(traces), 'part').annotations).toEqual({ n: 1 });
});

test('await using closes', async () => {
  const { recorder, traces } = record();
  {
    await using segment = recorder.beginSegment('job');
    await using part = segment.beginSubsegment('part');
    part.annotate('n', 1);
  }
  expect(find(only(traces), 'part').annotations).toEqual({ n: 1 });
  const unsampled = record({ sampling: 'none' });
  await using nothing = unsampled.recorder.beginSegment('job');
  await using inside = nothing.beginSubsegment('part');
  expect(inside.sampled).toBe(false);
});

test('a segment begun in progress is sent at its beginning and at its end', () => {
  const { recorder, traces } = record();
  const segment = recorder.beginSegment('nightly', { inProgress: true });
  segment.close();
  expect(
    traces.documents.map(({ id, in_progress, end_time }) => ({
      id,
      in_progress,
      ended: end_time !== undefined,
    })),
  ).toEqual([
    { id: '0000000000000001', in_progress: true, ended: false },
    { id: '0000000000000001', in_progress: undefined, ended: true },
  ]);
  expect(traces.traces).toHaveLength(1);
  expect(traces.traces[0]?.segments).toHaveLength(1);
});

test('a streamed name, a long name and a forbidden name are repaired', () => {
  const { recorder, traces } = record();
  for (const name of ['GET /users/{id}?x', '', '💥', 'é'.repeat(250), 'Ω shop'])
    recorder.segment(name, () => {});
  expect(traces.documents.map(({ name }) => name)).toEqual([
    'GET /users/idx',
    'unknown',
    'unknown',
    'é'.repeat(200),
    'Ω shop',
  ]);
});
