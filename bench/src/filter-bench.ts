import { compileFilter } from '@radiograph/filter';
import { trafficGenerator } from '@radiograph/testkit';
import { assemble, type TraceRecord, traceRecord } from '@radiograph/trace';
import { damagedExamples, hostileExpressions } from './hostile-expressions.js';
import { median } from './paired-rounds.js';
import { figure, type Section } from './report.js';

const expressions = [
  'fault',
  'http.url CONTAINS "/api/game/" AND responsetime > 1',
  'service("orders") { fault = true OR responsetime > 0.5 } AND annotation.tenant = "acme"',
  'edge("web", id(type: "Database::SQL")) { responsetime > 1 }',
  'rootcause.fault.entity { last and name = "deserialize" }',
];

/** What a filter expression costs: to be understood once, and to be asked of a record. */
export async function filterBench(rounds = 15): Promise<Section> {
  const records = someRecords(1000);
  const rows = expressions.map((text) => {
    const compiled = compileFilter(text);
    if (!compiled.ok) throw new Error(`'${text}' is not a filter expression`);
    const understand = repeated(rounds, 2000, () => compileFilter(text));
    let next = 0;
    const ask = repeated(rounds, 100_000, () =>
      compiled.filter.matches(records[next++ % records.length] as TraceRecord),
    );
    return [`\`${text}\``, figure(understand), figure(ask)];
  });
  return {
    name: 'filter',
    columns: ['expression', 'parse and check, CPU µs', 'predicate, CPU µs a record'],
    rows: [...rows, ...badInput()],
  };
}

/** What it costs to refuse: the slowest of the hostile kinds, and a damaged example on average. */
function badInput(): readonly (readonly string[])[] {
  const hostile = Object.entries(hostileExpressions(100_000)).map(
    ([name, text]) => [name, repeated(5, 4, () => compileFilter(text))] as const,
  );
  const [slowest, us] = hostile.reduce((most, one) => (one[1] > most[1] ? one : most));
  const damaged = damagedExamples();
  let next = 0;
  const each = repeated(5, damaged.length, () => compileFilter(damaged[next++ % damaged.length] ?? ''));
  return [
    [`100,000 characters of ${slowest}, the slowest of ${hostile.length} hostile kinds`, figure(us), ''],
    [`one of ${figure(damaged.length, 6)} examples with one character changed`, figure(each), ''],
  ];
}

function someRecords(count: number): readonly TraceRecord[] {
  const records: TraceRecord[] = [];
  for (const { id, documents } of trafficGenerator(3)) {
    records.push(traceRecord(assemble(id, documents), 1));
    if (records.length === count) return records;
  }
  return records;
}

/** The middle over some rounds of the CPU microseconds of one call. */
function repeated(rounds: number, times: number, run: () => unknown): number {
  for (let i = 0; i < times / 4; i++) run();
  const figures: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const before = process.cpuUsage();
    for (let i = 0; i < times; i++) run();
    const { user, system } = process.cpuUsage(before);
    figures.push((user + system) / times);
  }
  return median(figures);
}
