import type { SegmentDocument, SubsegmentDocument, TraceDocument } from '@radiograph/protocol';
import { type GeneratedTrace, trafficGenerator } from '@radiograph/testkit';
import { assemble, contribution, foldGraph, traceRecord, waterfall } from '@radiograph/trace';
import { repeated } from './filter-bench.js';
import { figure, type Section } from './report.js';

/** What it costs to make sense of documents, beside `JSON.parse` of the same documents in the same run. */
export async function traceBench(rounds = 15): Promise<Section> {
  const traces = someTraces(500);
  const texts = traces.map(({ documents }) => documents.map((document) => JSON.stringify(document)));
  // As a store gets them: objects that `JSON.parse` made have few shapes, those of the generator one for each way of making them.
  const parsed = texts.map((some) => some.map((text) => JSON.parse(text) as TraceDocument));
  const assembled = traces.map(({ id }, i) => assemble(id, parsed[i] ?? []));
  const each = (run: (i: number) => unknown): number => {
    let next = 0;
    return repeated(rounds, 2000, () => run(next++ % traces.length));
  };
  const parse = each((i) => texts[i]?.map((text) => JSON.parse(text)));
  const figures: readonly (readonly [string, number])[] = [
    ['`JSON.parse` of its documents', parse],
    ['assemble', each((i) => assemble(traces[i]?.id ?? '', parsed[i] ?? []))],
    ['record', each((i) => assembled[i] && traceRecord(assembled[i], 1))],
    ['contribution to the graph', each((i) => assembled[i] && contribution(assembled[i]))],
    ['waterfall', each((i) => assembled[i] && waterfall(assembled[i]))],
  ];
  const documents = traces.reduce((sum, trace) => sum + trace.documents.length, 0) / traces.length;
  const rows = figures.map(([name, us]) => [name, figure(us), figure(us / parse)]);
  return {
    name: 'trace',
    columns: [`a trace of ${figure(documents)} documents`, 'CPU µs', 'ratio to JSON.parse'],
    rows: [...rows, ...large(100_000)],
  };
}

/** One segment with very many subsegments, wide and deep. */
function large(subsegments: number): readonly (readonly string[])[] {
  const text = JSON.stringify(largeDocument(subsegments));
  const document = JSON.parse(text) as SegmentDocument;
  const one = (): ReturnType<typeof assemble> => assemble(document.trace_id, [document]);
  const parse = repeated(5, 1, () => JSON.parse(text));
  const assembled = repeated(5, 1, one);
  const all = repeated(5, 1, () => {
    const trace = one();
    traceRecord(trace, 1);
    foldGraph([contribution(trace)]);
    waterfall(trace);
  });
  return [
    [`assemble ${figure(subsegments, 6)} subsegments`, figure(assembled, 6), figure(assembled / parse)],
    ['the same with record, graph and waterfall', figure(all, 6), figure(all / parse)],
  ];
}

function largeDocument(subsegments: number): SegmentDocument {
  const start = 1_700_000_000;
  const times = { start_time: start, end_time: start + 1 };
  const children: SubsegmentDocument[] = [];
  for (let i = 0; i < subsegments; i += 10) {
    const inner = Array.from({ length: 9 }, (_, k) => ({ id: hexId(i + k + 1), name: 'inner', ...times }));
    children.push({ id: hexId(i), name: 'outer', ...times, subsegments: inner });
  }
  const trace_id = '1-6553f100-000000000000000000000001';
  return {
    trace_id,
    id: 'ffffffffffffffff',
    name: 'large',
    ...times,
    subsegments: children,
  } satisfies TraceDocument;
}

function hexId(number: number): string {
  return number.toString(16).padStart(16, '0');
}

function someTraces(count: number): readonly GeneratedTrace[] {
  const traces: GeneratedTrace[] = [];
  for (const trace of trafficGenerator(4)) {
    traces.push(trace);
    if (traces.length === count) return traces;
  }
  return traces;
}
