import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { openStore, type SearchQuery, type TraceStore } from '@radiograph/store';
import type { Histogram, ServiceGraph } from '@radiograph/trace';
import { median, percentile } from './paired-rounds.js';
import { figure, type Section } from './report.js';
import { type Clock, idOf, SEGMENTS_PER_TRACE, wideTrace } from './wide-traffic.js';

const DAY_S = 86_400;
const SIX_HOURS_S = 21_600;

/** Where stores are kept from run to run; a store is made once for each number of segments and version of the generator and of packed blocks. */
const CACHE = process.env['RADIOGRAPH_BENCH_CACHE'] ?? join(import.meta.dirname, '../../.cache/bench');
const GENERATOR = 3;

const BATCH_TRACES = 100;

const SEARCHES: readonly (readonly [filter: string, rates: readonly (readonly [string, string])[]])[] = [
  [
    'service("…") { fault }',
    [
      ['10 %', 'service("gateway") { fault }'],
      ['0.1 %', 'service("ledger") { fault }'],
      ['0', 'service("vault") { fault }'],
    ],
  ],
  [
    'annotation.k = "…" AND responsetime > …',
    [
      ['10 %', 'annotation.tier = "gold" AND responsetime > 1'],
      ['0.1 %', 'annotation.campaign = "c7" AND responsetime > 1'],
      ['0', 'annotation.tier = "gold" AND responsetime > 9'],
    ],
  ],
  [
    'http.url CONTAINS "…"',
    [
      ['10 %', 'http.url CONTAINS "/search/"'],
      ['0.1 %', 'http.url CONTAINS "/refund/"'],
      ['0', 'http.url CONTAINS "/nowhere/"'],
    ],
  ],
];

/**
 * Look-ups, searches and graphs of a day of so many segments, from a store that has come to rest. With fewer hours only the first of that
 * day are stored: windows hold as much as in the whole day.
 */
export async function storeSearchBench(segments = 1_000_000, hours = 24): Promise<Section> {
  const clock: Clock = { startS: 1_760_000_000, tracesPerS: segments / SEGMENTS_PER_TRACE / DAY_S };
  const traces = Math.round(clock.tracesPerS * hours * 3600);
  const stored = traces * SEGMENTS_PER_TRACE;
  const folder = await builtStore(traces, clock, hours);
  const store = await openStore({ folder, packAfterS: 0 });
  try {
    const rows = [
      ['bytes on disk a segment, everything', figure((await store.status()).diskBytes / stored), '', '', ''],
      ...(await figuresOf(store, traces, clock)),
    ];
    return {
      name: 'store-search',
      columns: [
        `at ${figure(stored, 6)} segments in ${figure(hours)} h, ms`,
        'median',
        'p95',
        'CPU, median',
        'traces found',
      ],
      rows,
    };
  } finally {
    await store.close();
  }
}

async function figuresOf(store: TraceStore, traces: number, clock: Clock): Promise<string[][]> {
  const storedS = traces / clock.tracesPerS;
  const window = (i: number): { start: number; end: number } => {
    const start = clock.startS + Math.floor((i * 7919) % Math.max(1, storedS - SIX_HOURS_S));
    return { start, end: start + SIX_HOURS_S };
  };
  const rows: string[][] = [];
  const add = (name: string, { ms, cpuMs }: Timed, found = ''): void => {
    rows.push([name, figure(median(ms)), figure(percentile(ms, 95)), figure(median(cpuMs)), found]);
    process.stderr.write(`\r${name.padEnd(70)}`);
  };
  add('trace by id', await timed(300, (i) => store.traces([idOf((i * 104_729) % traces, clock)])));
  for (const [name, rates] of SEARCHES) {
    for (const [rate, filter] of rates) {
      add(
        `first page, 6 h, ${rate}: \`${name}\``,
        await timed(15, (i) => store.search({ ...window(i), filter })),
      );
      let found = 0;
      const whole = await timed(3, async (i) => {
        found = await countAll(store, { ...window(i), filter, pageSize: 1000 });
      });
      add(`whole search, 6 h, ${rate}: \`${name}\``, whole, figure(found, 6));
    }
  }
  add('graph of 6 h', await timed(15, (i) => store.serviceGraph(window(i))));
  const day = { start: clock.startS, end: clock.startS + DAY_S };
  add('graph of 24 h', await timed(9, () => store.serviceGraph(day)));
  const rare = 'annotation.campaign = "c7" AND responsetime > 1';
  add(
    'graph of 6 h, filtered, 0.1 %',
    await timed(9, (i) => store.serviceGraph({ ...window(i), filter: rare })),
  );
  const fault = 'service("ledger") { fault }';
  add(
    'graph of 6 h, filtered by a fault, 0.1 %',
    await timed(9, (i) => store.serviceGraph({ ...window(i), filter: fault })),
  );
  const node = { kind: 'node', node: { name: 'gateway' } } as const;
  add(
    'times of one service over 6 h, by 5 min',
    await timed(9, (i) => store.series({ ...window(i), periodS: 300, of: node })),
  );
  add(
    'percentiles of every service over 6 h',
    await timed(9, async (i) => percentilesOf(await store.serviceGraph(window(i)))),
  );
  process.stderr.write('\n');
  return rows;
}

/** The median and two higher percentiles of each node's response times, seconds. */
function percentilesOf({ nodes }: ServiceGraph): readonly (readonly number[])[] {
  return nodes.map(({ responseTimes }) =>
    [0.5, 0.95, 0.99].map((share) => percentileOf(responseTimes, share)),
  );
}

function percentileOf(histogram: Histogram, share: number): number {
  const all = histogram.reduce((sum, { count }) => sum + count, 0);
  let counted = 0;
  for (const { value, count } of histogram) {
    counted += count;
    if (counted >= share * all) return value;
  }
  return Number.NaN;
}

async function countAll(store: TraceStore, query: SearchQuery): Promise<number> {
  let page = await store.search(query);
  let found = page.records.length;
  while (page.token !== undefined) {
    page = await store.search({ ...query, token: page.token });
    found += page.records.length;
  }
  return found;
}

/** The folder of a store of this size, made where it is not there yet; under another name until it is whole. */
async function builtStore(traces: number, clock: Clock, hours: number): Promise<string> {
  const part = hours === 24 ? '' : `-in-${hours}h`;
  const folder = join(CACHE, `store-${traces * SEGMENTS_PER_TRACE}${part}-v${GENERATOR}`);
  if (existsSync(folder)) return folder;
  const unfinished = `${folder}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  let store = await openStore({ folder: unfinished });
  try {
    await build(store, traces, clock);
  } finally {
    await store.close();
  }
  store = await openStore({ folder: unfinished, packAfterS: 0 });
  await store.settled();
  await store.close();
  renameSync(unfinished, folder);
  return folder;
}

async function build(store: TraceStore, traces: number, clock: Clock): Promise<void> {
  const encoder = new TextEncoder();
  const beganMs = performance.now();
  for (let n = 0; n < traces; n += BATCH_TRACES) {
    const numbers = Array.from({ length: Math.min(BATCH_TRACES, traces - n) }, (_, i) => n + i);
    const batch = numbers.flatMap((number) => wideTrace(number, clock)).map((text) => encoder.encode(text));
    await store.append(batch, { durability: 'lazy', maxDocumentBytes: 65_536 });
    if (n % (20 * BATCH_TRACES) === 0) progress(n / traces, beganMs);
  }
  process.stderr.write('\n');
  await store.settled();
}

function progress(share: number, beganMs: number): void {
  const bar = '#'.repeat(Math.floor(share * 40)).padEnd(40, '.');
  const leftS = share === 0 ? 0 : ((performance.now() - beganMs) / 1000) * (1 / share - 1);
  process.stderr.write(`\rbuilding [${bar}] ${Math.floor(share * 100)} %, ${Math.ceil(leftS)} s left   `);
}

/** What runs took, and the CPU of all threads meanwhile. */
interface Timed {
  readonly ms: readonly number[];
  readonly cpuMs: readonly number[];
}

async function timed(times: number, run: (i: number) => Promise<unknown>): Promise<Timed> {
  const ms: number[] = [];
  const cpuMs: number[] = [];
  for (let i = 0; i < times; i++) {
    const [before, cpuBefore] = [performance.now(), process.cpuUsage()];
    await run(i);
    const { user, system } = process.cpuUsage(cpuBefore);
    ms.push(performance.now() - before);
    cpuMs.push((user + system) / 1000);
  }
  return { ms, cpuMs };
}
