import type { SegmentDocument, SubsegmentDocument, TraceDocument } from '@radiograph/protocol';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { splitDocument } from '../src/emitter/split-document.js';
import { find, record } from './recording.js';

const bytes = (text: string): number => Buffer.byteLength(text);

test('a segment above 64 kB is sent in parts below it, and nothing is lost', () => {
  const { recorder, traces, logged } = record();
  recorder.segment('shop', () => {
    for (let i = 0; i < 90; i++) {
      recorder.capture(`part ${i}`, (part) => {
        part.addMetadata('text', 'é'.repeat(1500));
        recorder.capture('inner', (inner) => inner.annotate('i', i));
      });
    }
  });
  expect(traces.documents.length).toBeGreaterThan(1);
  for (const document of traces.documents)
    expect(bytes(JSON.stringify(document))).toBeLessThanOrEqual(65_536);
  const [trace] = traces.traces;
  expect(trace!.orphans).toEqual([]);
  for (let i = 0; i < 90; i++)
    expect(find(trace!.segments[0]!, `part ${i}`, 'inner').annotations).toEqual({ i });
  expect(logged.map(({ code }) => code)).toEqual(['sdk/annotations-not-indexed']);
});

test('a subsegment that is too large by itself is cut with a marker, and logged', () => {
  const { recorder, traces, logged } = record();
  recorder.segment('shop', (segment) => {
    for (let i = 0; i < 10; i++) segment.addMetadata(`key ${i}`, 'x'.repeat(50_000));
    segment.annotate('kept', 'yes');
  });
  const [document] = traces.documents;
  expect(bytes(JSON.stringify(document))).toBeLessThanOrEqual(65_536);
  expect(document).toMatchObject({
    name: 'shop',
    annotations: { kept: 'yes' },
    end_time: expect.any(Number),
  });
  expect(JSON.stringify(document)).toMatch(/\[cut: \d+ more characters\]/);
  expect(logged.map(({ code }) => code)).toEqual(['sdk/document-cut']);
});

/** A tree as a list: each node hangs below an earlier one. */
const tree: fc.Arbitrary<SegmentDocument> = fc
  .array(
    fc.record({
      below: fc.nat(),
      name: fc.string({ unit: 'binary', maxLength: 40 }),
      annotations: fc.dictionary(
        fc.stringMatching(/^[a-z]{1,8}$/),
        fc.string({ unit: 'binary', maxLength: 20 }),
        { maxKeys: 3 },
      ),
    }),
    { minLength: 1, maxLength: 80 },
  )
  .map((list) => {
    const nodes = list.map(({ name, annotations }, i) => ({
      ...ids(i),
      name,
      annotations,
      start_time: 1,
      end_time: 2,
      subsegments: [] as object[],
    }));
    for (const [i, node] of nodes.entries())
      if (i > 0) nodes[(list[i]?.below ?? 0) % i]?.subsegments.push(node);
    return { ...nodes[0], trace_id: '1-6553f100-000000000000000000000001' } as unknown as SegmentDocument;
  });

function ids(i: number): { id: string } {
  return { id: (i + 1).toString(16).padStart(16, '0') };
}

test('whatever is split fits, and assembled again it is the same', () => {
  fc.assert(
    fc.property(tree, fc.integer({ min: 1024, max: 3000 }), (document, maxBytes) => {
      const { texts, cut } = splitDocument(document, maxBytes);
      for (const text of texts) expect(bytes(text)).toBeLessThanOrEqual(maxBytes);
      expect(cut).toBe(false);
      expect(assembled(texts.map((text) => JSON.parse(text)))).toEqual(flat(document));
    }),
    { seed: 3, numRuns: 200 },
  );
});

/** Every entity with the id of its parent, without its subsegments. */
function flat(
  document: SubsegmentDocument | SegmentDocument,
  parent = document.parent_id,
  into = new Map<string, object>(),
): Map<string, object> {
  const {
    subsegments,
    type: _type,
    trace_id: _trace,
    parent_id: _parent,
    ...own
  } = document as SubsegmentDocument;
  into.set(document.id, { ...own, parent });
  for (const child of subsegments ?? []) flat(child, document.id, into);
  return into;
}

function assembled(parts: readonly TraceDocument[]): Map<string, object> {
  const all = new Map<string, object>();
  for (const part of parts) flat(part, part.parent_id, all);
  return all;
}
