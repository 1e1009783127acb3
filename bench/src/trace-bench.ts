import type { SegmentDocument, SubsegmentDocument, TraceDocument } from '@radiograph/protocol';
import { type GeneratedTrace, trafficGenerator } from '@radiograph/testkit';
import { assemble, contribution, foldGraph, traceRecord, waterfall } from '@radiograph/trace';
import { compare, median, pairedRounds, type Rounds } from './paired-rounds.js';
import { figure, type Section } from './report.js';

const PARSE = '`JSON.parse` of its documents';

/** What it costs to make sense of documents, beside `JSON.parse` of the same documents in the same rounds. */
export async function traceBench(rounds = 15): Promise<Section> {
  const traces = someTraces(500);
  const contenders = ordinary(traces);
  const names = Object.keys(contenders);
  for (const name of names) runOnce(contenders[name], traces.length);
  const figures = await pairedRounds(names, rounds, async (name) => runOnce(contenders[name], traces.length));
  const documents = traces.reduce((sum, trace) => sum + trace.documents.length, 0) / traces.length;
  return {
    name: 'trace',
    columns: [`a trace of ${figure(documents)} documents`, 'CPU µs', 'ratio to JSON.parse (95 % interval)'],
    rows: [...names.map((name) => row(figures, name, PARSE)), ...(await large(100_000, rounds))],
  };
}

type Contenders = Readonly<Record<string, (i: number) => unknown>>;

function ordinary(traces: readonly GeneratedTrace[]): Contenders {
  const texts = traces.map(({ documents }) => documents.map((document) => JSON.stringify(document)));
  // As a store gets them: objects that `JSON.parse` made have few shapes, those of the generator one for each way of making them.
  const parsed = texts.map((some) => some.map((text) => JSON.parse(text) as TraceDocument));
  const assembled = traces.map(({ id }, i) => assemble(id, parsed[i] ?? []));
  return {
    [PARSE]: (i) => texts[i]?.map((text) => JSON.parse(text)),
    assemble: (i) => assemble(traces[i]?.id ?? '', parsed[i] ?? []),
    record: (i) => assembled[i] && traceRecord(assembled[i], 1),
    'contribution to the graph': (i) => assembled[i] && contribution(assembled[i]),
    waterfall: (i) => assembled[i] && waterfall(assembled[i]),
  };
}

/** The CPU microseconds of one of some calls, over all threads. */
function runOnce(run: Contenders[string] | undefined, traces: number): number {
  const times = traces === 1 ? 1 : 4 * traces;
  const before = process.cpuUsage();
  for (let i = 0; i < times; i++) run?.(i % traces);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / times;
}

function row(figures: Rounds, name: string, base: string): readonly string[] {
  const { ratio, low, high } = compare(figures, name, base);
  const us = median(figures.get(name) ?? []);
  return [name, figure(us), `${figure(ratio)} (${figure(low)} to ${figure(high)})`];
}

/** One segment with very many subsegments, wide and deep. */
async function large(subsegments: number, rounds: number): Promise<readonly (readonly string[])[]> {
  const text = JSON.stringify(largeDocument(subsegments));
  const document = JSON.parse(text) as SegmentDocument;
  const one = (): ReturnType<typeof assemble> => assemble(document.trace_id, [document]);
  const base = `\`JSON.parse\` of ${figure(subsegments, 6)} subsegments`;
  const contenders: Contenders = {
    [base]: () => JSON.parse(text),
    'assemble them': one,
    'the same with record, graph and waterfall': () => {
      const trace = one();
      return [traceRecord(trace, 1), foldGraph([contribution(trace)]), waterfall(trace)];
    },
  };
  const names = Object.keys(contenders);
  const figures = await pairedRounds(names, rounds, async (name) => runOnce(contenders[name], 1));
  return names.map((name) => row(figures, name, base));
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
