import {
  assemble,
  compareTraces,
  compiledDocument,
  exceptionOccurrences,
  type Trace,
  traceRecord,
} from '@radiograph/trace';
import type { StoreChange } from '../trace-store.js';
import { everyPage } from './paging.js';
import { type Claim, codeOf, LAZY } from './test-runner.js';
import { awkwardTraffic, bytesOfDocument, TRAFFIC_START_S } from './traffic.js';

const TRACE_ID = `1-${TRAFFIC_START_S.toString(16)}-a006649127e371903a2de979`;

function segment(given: object = {}): object {
  return {
    trace_id: TRACE_ID,
    id: '70de5b6f19ff9a0a',
    name: 'shop',
    start_time: TRAFFIC_START_S,
    end_time: TRAFFIC_START_S + 0.25,
    ...given,
  };
}

/** What storing and looking up must do. */
export const appendClaims: readonly Claim[] = [
  {
    name: 'verdicts come in the order of the batch, and a bad document harms no other',
    async show(store, expect) {
      const batch = [
        segment(),
        { id: 'x' },
        segment({ id: '70de5b6f19ff9a0b', parent_id: '70de5b6f19ff9a0a' }),
      ];
      const bytes = [...batch.map(bytesOfDocument), new TextEncoder().encode('{"no json')];
      const verdicts = await store.append(bytes, { ...LAZY, durability: 'fsync' });
      expect(verdicts.map((verdict) => verdict.accepted)).toEqual([true, false, true, false]);
      const [stored] = await store.traces([TRACE_ID]);
      expect(stored?.trace.segments.map(({ document }) => document.id)).toEqual([
        '70de5b6f19ff9a0a',
        '70de5b6f19ff9a0b',
      ]);
    },
  },
  {
    name: 'an element may hold an array of documents; the good ones are stored, the first bad one is the verdict',
    async show(store, expect) {
      const array = [
        segment(),
        { ...segment({ id: '70de5b6f19ff9a0b' }), name: undefined },
        segment({ id: '70de5b6f19ff9a0c' }),
      ];
      const [verdict] = await store.append([bytesOfDocument(array)], LAZY);
      expect(verdict).toEqual({ ...verdict, accepted: false, code: 'MissingName' });
      const [stored] = await store.traces([TRACE_ID]);
      expect(stored?.trace.segments.length).toBe(2);
    },
  },
  {
    name: 'a document larger than asked for is refused, and strictness is per append',
    async show(store, expect) {
      const large = bytesOfDocument(segment({ metadata: { default: { text: 'x'.repeat(2_000) } } }));
      const [refused] = await store.append([large.slice()], { ...LAZY, maxDocumentBytes: 1_000 });
      const [taken] = await store.append([large.slice()], LAZY);
      const [strict] = await store.append([large.slice()], { ...LAZY, strict: true });
      expect([refused?.accepted, taken?.accepted, strict?.accepted]).toEqual([false, true, false]);
    },
  },
  {
    name: 'traces come in the order asked for, unknown and malformed ids are missing',
    async show(store, expect) {
      const traffic = awkwardTraffic(1, 5);
      await store.append([...traffic.values()].flat().map(bytesOfDocument), LAZY);
      const ids = [...traffic.keys()].reverse();
      const traces = await store.traces(['nonsense', ...ids, '1-00000000-000000000000000000000000']);
      expect(traces).toEqual(
        ids.map((id) => ({ trace: assemble(id, traffic.get(id) ?? []), limitExceeded: false })),
      );
    },
  },
  {
    name: 'compiled traces are the text of those that are looked up, in the order asked for',
    async show(store, expect) {
      const traffic = awkwardTraffic(3, 30);
      await store.append([...traffic.values()].flat().map(bytesOfDocument), LAZY);
      const ids = [...traffic.keys()].reverse();
      const compiled = await store.compiledTraces([
        'nonsense',
        ...ids,
        '1-00000000-000000000000000000000000',
      ]);
      const found = compiled.map(({ segments, ...rest }) => ({
        ...rest,
        segments: JSON.parse(new TextDecoder().decode(segments)),
      }));
      const wanted = (await store.traces(ids)).map(
        ({ trace: { id, start, end, ...trace }, limitExceeded }) => {
          const entities = [...trace.segments, ...trace.orphans];
          entities.sort((a, b) => a.document.start_time - b.document.start_time);
          const segments = entities.map((entity) => ({
            Id: entity.document.id,
            Document: JSON.stringify(compiledDocument(entity)),
          }));
          return { id, start, end, limitExceeded, segments };
        },
      );
      expect(found).toEqual(wanted);
    },
  },
  {
    name: 'documents as lines, exceptions and comparisons say what the traces do',
    async show(store, expect) {
      const traffic = awkwardTraffic(3, 30);
      await store.append([...traffic.values()].flat().map(bytesOfDocument), LAZY);
      const ids = [...traffic.keys()];
      const traces = (await store.traces(ids)).map(({ trace }) => trace);
      const lines = (await store.documentLines(['nonsense', ...ids])).map((bytes) =>
        new TextDecoder().decode(bytes),
      );
      const own = (trace: Trace) => trace.segments.filter(({ inferred }) => !inferred);
      expect(lines).toEqual(
        traces.map((trace) =>
          [...own(trace), ...trace.orphans]
            .map((entity) => `${JSON.stringify(compiledDocument(entity))}\n`)
            .join(''),
        ),
      );
      expect(await store.exceptions([...ids, 'nonsense'])).toEqual(traces.flatMap(exceptionOccurrences));
      const [left, right] = traces.slice(0, 2) as unknown as [Trace, Trace];
      const whole = await store.comparison([left.id, right.id]);
      expect(whole).toEqual({
        left: traceRecord(left, 0),
        right: traceRecord(right, 0),
        rows: compareTraces({ ...left, segments: own(left) }, { ...right, segments: own(right) }),
      });
      const half = await store.comparison(['1-00000000-000000000000000000000000', right.id]);
      expect(half).toEqual({ right: traceRecord(right, 0), rows: [] });
    },
  },
  {
    name: 'a repeated document is no growth and no change',
    async show(store, expect) {
      const documents = [...awkwardTraffic(2, 20).values()].flat();
      await store.append(documents.map(bytesOfDocument), LAZY);
      await store.settled();
      const before = await store.status();
      const records = await everyPage(store, { start: 0, end: 1e11 });
      await store.append(documents.map(bytesOfDocument), LAZY);
      await store.settled();
      const { traces, documents: count, pending } = await store.status();
      expect([traces, count, pending]).toEqual([before.traces, before.documents, 0]);
      expect(await everyPage(store, { start: 0, end: 1e11 })).toEqual(records);
    },
  },
  {
    name: 'documents beyond a trace’s limit are left out, and the trace says so',
    maxTraceBytes: 2_000,
    async show(store, expect) {
      const more = Array.from({ length: 40 }, (_, n) =>
        segment({
          id: `${(n + 16).toString(16)}de5b6f19ff9a0a`.padStart(16, '0'),
          parent_id: '70de5b6f19ff9a0a',
        }),
      );
      await store.append([segment(), ...more.slice(0, 20)].map(bytesOfDocument), LAZY);
      await store.settled();
      const [cut] = await store.traces([TRACE_ID]);
      await store.append(more.slice(20).map(bytesOfDocument), LAZY);
      await store.settled();
      const [stored] = await store.traces([TRACE_ID]);
      expect([cut?.limitExceeded, stored?.limitExceeded]).toEqual([true, true]);
      expect(stored?.trace).toEqual(cut?.trace);
      const kept = stored?.trace.segments.length ?? 0;
      expect(kept > 5 && kept < 20).toBe(true);
      const { documents, leftOut } = await store.status();
      expect(documents).toBe(kept);
      expect(leftOut).toEqual({ 'trace-too-large': 41 - kept });
    },
  },
  {
    name: 'changes are told, at most ten times a second, until the subscription ends',
    async show(store, expect) {
      const told: StoreChange[] = [];
      const end = store.subscribe((change) => told.push(change));
      await store.append([bytesOfDocument(segment())], LAZY);
      await store.settled();
      await new Promise((resolve) => setTimeout(resolve, 250));
      expect(told).toEqual([{ traceIds: [TRACE_ID] }]);
      end();
      await store.append([bytesOfDocument(segment({ id: '70de5b6f19ff9a0b' }))], LAZY);
      await store.settled();
      await new Promise((resolve) => setTimeout(resolve, 250));
      expect(told.length).toBe(1);
    },
  },
  {
    name: 'a trace can be searched soon without anybody asking for it',
    async show(store, expect) {
      const told = new Promise<StoreChange>((resolve) => store.subscribe(resolve));
      await store.append([bytesOfDocument(segment())], LAZY);
      expect(await told).toEqual({ traceIds: [TRACE_ID] });
      expect((await store.search({ start: 0, end: 1e11 })).records.map(({ id }) => id)).toEqual([TRACE_ID]);
    },
  },
  {
    name: 'closing twice is closing once; afterwards everything rejects with store/closed',
    async show(store, expect) {
      const appended = store.append([bytesOfDocument(segment())], LAZY);
      await Promise.all([store.close(), store.close()]);
      expect(await appended).toEqual([{ accepted: true }]);
      const codes = [
        await codeOf(store.append([], LAZY)),
        await codeOf(store.search({ start: 0, end: 1 })),
        await codeOf(store.settled()),
      ];
      expect(codes).toEqual(['store/closed', 'store/closed', 'store/closed']);
    },
  },
];
