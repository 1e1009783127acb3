import { makeSegmentId, makeTraceId } from '@radiograph/protocol';
import { expect, it, onTestFinished } from 'vitest';
import { type RadiographProcess, startRadiograph } from './radiograph-process.js';
import { temporaryFolder } from './temporary-folder.js';
import { makeSegment } from './traces.js';

async function post({ url }: RadiographProcess, path: string, body: object) {
  const response = await fetch(new URL(path, url), { method: 'POST', body: JSON.stringify(body) });
  expect(response.status).toBe(200);
  return response.json();
}

function put(service: RadiographProcess, documents: readonly object[]) {
  return post(service, '/TraceSegments', {
    TraceSegmentDocuments: documents.map((document) => JSON.stringify(document)),
  });
}

it.each([
  { flags: ['--strict'], exceeded: true, indexed: 50 },
  { flags: [], exceeded: false, indexed: 60 },
])(
  'with the flags $flags a trace over 500 KiB is cut: $exceeded, and $indexed of 60 annotations are found',
  async ({ flags, exceeded, indexed }) => {
    const service = await startRadiograph('--data', temporaryFolder(), '--no-otlp', ...flags);
    onTestFinished(async () => void (await service.stop()));
    const large = makeTraceId();
    // Ten of 60 kB: more than X-Ray takes of one trace, less than it takes of one document.
    const documents = Array.from({ length: 10 }, () => ({
      ...makeSegment('large'),
      id: makeSegmentId(),
      trace_id: large,
      metadata: { a: { text: 'x'.repeat(60_000) } },
    }));
    const annotations = Object.fromEntries(Array.from({ length: 60 }, (_, n) => [`key_${100 + n}`, n]));
    await put(service, [...documents, { ...makeSegment('annotated'), annotations }]);

    const now = Math.floor(Date.now() / 1000);
    const range = { StartTime: now - 600, EndTime: now + 600 };
    const find = async (FilterExpression: string): Promise<number> => {
      const { TraceSummaries } = await post(service, '/TraceSummaries', { ...range, FilterExpression });
      return TraceSummaries.length;
    };
    await expect.poll(() => find('service("annotated") OR service("large")'), { timeout: 15_000 }).toBe(2);
    const found = await Promise.all(
      Object.entries(annotations).map(([key, value]) => find(`annotation.${key} = ${value}`)),
    );
    expect(found).toEqual(Array.from({ length: 60 }, (_, n) => (n < indexed ? 1 : 0)));
    const { Traces } = await post(service, '/Traces', { TraceIds: [large] });
    expect(Traces[0].LimitExceeded).toBe(exceeded);
    expect(Traces[0].Segments).toHaveLength(exceeded ? 8 : 10);
  },
);
