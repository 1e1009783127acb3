import type { TraceDocument } from '@radiograph/protocol';
import { expect, it } from 'vitest';
import { compiledDocument } from '../src/compiled-document.js';
import { segment, segmentOf, streamed, TRACE_ID, traceOf } from './build.js';

const dns = { id: 'y1', name: 'dns', start_time: 1, end_time: 1.1 };
const work = {
  id: 'x1',
  name: 'work',
  start_time: 1,
  end_time: 2,
  metadata: { default: { empty: {}, list: [] } },
};
const shop = segment({ name: 'shop', id: 'a1', start_time: 0, end_time: 3 });

it('subsegments are folded in wherever they came from, in order of start', () => {
  const later = { id: 'x2', name: 'later', start_time: 2, end_time: 2.5 };
  const trace = traceOf({ ...shop, subsegments: [later] }, streamed('a1', work), streamed('x1', dns));
  expect(compiledDocument(segmentOf(trace, 'a1'))).toEqual({
    ...shop,
    trace_id: TRACE_ID,
    subsegments: [{ ...work, subsegments: [dns] }, later],
  });
});

it('compiled documents, those of inferred segments among them, assemble to the trace they came from', () => {
  const call = { ...work, id: 'b1', namespace: 'remote' };
  const trace = traceOf(
    shop,
    streamed('a1', call),
    streamed('b1', dns),
    streamed('zz', { ...work, id: 'o1' }),
  );
  const compiled: TraceDocument[] = trace.segments.map((one) => compiledDocument(one));
  expect(compiled.filter((one) => 'inferred' in one)).toHaveLength(1);
  expect(traceOf(...compiled, ...trace.orphans.map((one) => compiledDocument(one) as TraceDocument))).toEqual(
    trace,
  );
});

it('members that hold nothing are left out, but metadata stays as it was', () => {
  const empty = { http: {}, annotations: {}, precursor_ids: [], user: '' };
  const trace = traceOf({ ...shop, ...empty, metadata: { default: { empty: {} } } });
  expect(compiledDocument(segmentOf(trace, 'a1'))).toEqual({ ...shop, metadata: { default: { empty: {} } } });
});

it('the documents it is made from are left as they are', () => {
  const given = Object.freeze({
    ...shop,
    subsegments: Object.freeze([Object.freeze({ ...work, subsegments: [dns] })]),
  });
  const before = structuredClone(given);
  const trace = traceOf(given);
  compiledDocument(segmentOf(trace, 'a1'));
  expect(given).toEqual(before);
});
