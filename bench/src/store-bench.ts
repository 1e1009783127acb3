import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore, type TraceStore } from '@radiograph/store';
import { trafficGenerator } from '@radiograph/testkit';
import { median, percentile } from './paired-rounds.js';
import { figure, type Section } from './report.js';

/** What the store does at so many segments: documents taken a second, bytes kept for each, look-ups and graphs. */
export async function storeBench(segments = 300_000): Promise<Section> {
  const folder = mkdtempSync(join(tmpdir(), 'radiograph-bench-'));
  let store = await openStore({ folder });
  try {
    const filled = await fill(store, segments);
    const status = await store.status();
    const lookups = await timed(500, (i) => store.traces([filled.ids[(i * 7919) % filled.ids.length] ?? '']));
    const hour = { start: filled.start, end: filled.end + 1 };
    const graphs = await timed(20, () => store.serviceGraph(hour));
    const firstPages = await timed(20, () => store.search({ ...hour, filter: 'service() { fault }' }));
    await store.close();
    store = await openStore({ folder, packAfterS: 0 });
    await store.settled();
    const packed = await store.status();
    return {
      name: 'store',
      columns: [`at ${figure(filled.documents, 6)} documents`, 'median', 'p95'],
      rows: [
        ['documents taken and searchable, a second', figure(filled.documents / filled.seconds), ''],
        ['of which: acknowledged, a second', figure(filled.documents / filled.acknowledgedSeconds), ''],
        ['CPU µs a document, all threads', figure(filled.cpuUs / filled.documents), ''],
        ['bytes on disk a document, as it arrives', figure(status.diskBytes / filled.documents), ''],
        ['bytes on disk a document, packed', figure(packed.diskBytes / filled.documents), ''],
        ['bytes of a document', figure(filled.bytes / filled.documents), ''],
        row('trace by id, ms', lookups),
        row('service graph of everything, ms', graphs),
        row('first page of `service() { fault }`, ms', firstPages),
      ],
    };
  } finally {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Filled {
  readonly documents: number;
  readonly bytes: number;
  readonly seconds: number;
  readonly acknowledgedSeconds: number;
  readonly cpuUs: number;
  readonly ids: readonly string[];
  readonly start: number;
  readonly end: number;
}

async function fill(store: TraceStore, segments: number): Promise<Filled> {
  const start = Math.floor(Date.now() / 1000) - 3600;
  const traces = trafficGenerator(1, { startS: start, tracesPerS: segments / 5 / 3600 });
  const encoder = new TextEncoder();
  const ids: string[] = [];
  let [documents, bytes, generatingMs] = [0, 0, 0];
  const [began, cpuBefore] = [performance.now(), process.cpuUsage()];
  while (documents < segments) {
    const before = performance.now();
    const batch: Uint8Array[] = [];
    while (batch.length < 500) {
      const trace = traces.next().value;
      ids.push(trace.id);
      for (const document of trace.documents) batch.push(encoder.encode(JSON.stringify(document)));
    }
    documents += batch.length;
    bytes += batch.reduce((sum, { length }) => sum + length, 0);
    generatingMs += performance.now() - before;
    await store.append(batch, { durability: 'lazy', maxDocumentBytes: 65_536 });
  }
  const acknowledgedSeconds = (performance.now() - began - generatingMs) / 1000;
  await store.settled();
  const cpu = process.cpuUsage(cpuBefore);
  return {
    documents,
    bytes,
    seconds: (performance.now() - began - generatingMs) / 1000,
    acknowledgedSeconds,
    // The store's threads work while documents are generated: what generating takes is known by its time only.
    cpuUs: cpu.user + cpu.system - generatingMs * 1000,
    ids,
    start,
    end: Date.now() / 1000,
  };
}

async function timed(times: number, run: (i: number) => Promise<unknown>): Promise<readonly number[]> {
  const figures: number[] = [];
  for (let i = 0; i < times; i++) {
    const before = performance.now();
    await run(i);
    figures.push(performance.now() - before);
  }
  return figures;
}

function row(name: string, figures: readonly number[]): readonly string[] {
  return [name, figure(median(figures)), figure(percentile(figures, 95))];
}
