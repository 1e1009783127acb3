import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { TraceDocument } from '@radiograph/protocol';
import { temporaryFolder } from '@radiograph/testkit';
import { assemble, serviceGraph, type TraceRecord } from '@radiograph/trace';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { withExactTimes } from '../src/conformance/kept-times.js';
import { awkwardTraffic, bytesOfDocument, shuffled, TRAFFIC_START_S } from '../src/conformance/traffic.js';
import { Job } from '../src/sqlite/job.js';
import { Reader } from '../src/sqlite/reader.js';
import { Writer } from '../src/sqlite/writer.js';
import { readPage } from '../src/sqlite/written-page.js';

const TRACES = 30;

const steps = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({ kind: fc.constant('append' as const), count: fc.integer({ min: 1, max: 40 }) }),
    },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('settle' as const) }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('reopen' as const) }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('crash' as const) }) },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant('delete' as const), traces: fc.integer({ max: 10, min: 1 }) }),
    },
  ),
  { minLength: 5, maxLength: 15 },
);

function open(folder: string): Writer {
  return new Writer({
    folder,
    maxTraceBytes: 1e9,
    packAfterS: 0,
    onChange: () => undefined,
    onTrouble: (message, fields) => expect.fail(`${message} ${String(fields['error'])}`),
  });
}

/** What has been appended and not deleted since. */
class Model {
  readonly #documents = new Map<string, TraceDocument[]>();

  append(documents: readonly TraceDocument[]): void {
    for (const document of documents) {
      const own = this.#documents.get(document.trace_id) ?? [];
      this.#documents.set(document.trace_id, [...own, document]);
    }
  }

  keepOnly(ids: ReadonlySet<string>): void {
    for (const id of this.#documents.keys()) if (!ids.has(id)) this.#documents.delete(id);
  }

  graph(): ReturnType<typeof serviceGraph> {
    return serviceGraph([...this.#documents].map(([id, documents]) => assemble(id, documents)));
  }

  documents(): TraceDocument[] {
    return [...this.#documents.values()].flat();
  }

  ids(): string[] {
    return [...this.#documents.keys()].sort();
  }
}

it('after any order of appends, repeats, settling, reopening, crashes and deletion', {
  timeout: 180_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(), steps, async (seed, script) => {
      await using place = await temporaryFolder();
      let folder = join(place.path, '0');
      mkdirSync(folder);
      const documents = shuffled(awkwardTraffic(seed, TRACES), seed);
      const model = new Model();
      let writer = open(folder);
      let at = 0;
      for (const step of script) {
        if (step.kind === 'append') {
          const some = documents.slice(at, at + step.count);
          at += some.length;
          await writer.append(some.map(bytesOfDocument), { durability: 'lazy', maxDocumentBytes: 1e6 });
          model.append(some);
        } else if (step.kind === 'settle') {
          await writer.settle();
        } else if (step.kind === 'reopen') {
          await writer.close();
          writer = open(folder);
        } else if (step.kind === 'crash') {
          // What a process that is killed here leaves behind.
          const left = `${folder}0`;
          copyFiles(folder, left);
          await writer.close();
          folder = left;
          writer = open(folder);
        } else {
          await writer.settle();
          await writer.deleteBefore(TRAFFIC_START_S + step.traces * 7);
          model.keepOnly(new Set(await idsIn(folder)));
        }
      }
      await writer.settle();
      const { graph, status, ...rows } = await contents(folder);
      await writer.close();
      const wanted = model.graph();
      expect(withExactTimes(graph, wanted)).toEqual(wanted);
      expect([status.traces, status.pending]).toEqual([model.ids().length, 0]);
      expect(rows).toEqual(await rebuilt(join(place.path, 'rebuilt'), model.documents()));
    }),
    { seed: 20_261_122, numRuns: 15 },
  );
});

function copyFiles(from: string, to: string): void {
  mkdirSync(to);
  for (const name of ['traces.db', 'traces.db-wal']) cpSync(join(from, name), join(to, name));
}

/** Records, edges found by rows and by roll-ups, and counts. */
async function contents(folder: string) {
  const reader = new Reader(folder);
  const all = {
    graph: await reader.serviceGraph({}, new Job()),
    status: reader.status(),
    edges: await reader.serviceGraph({ filter: 'responsetime >= 0' }, new Job()),
    faults: await reader.serviceGraph({ filter: 'fault OR error' }, new Job()),
    records: (await recordsIn(reader)).map((record) => JSON.stringify({ ...record, revision: 0 })).sort(),
  };
  reader.close();
  return all;
}

/** The same of a store that gets these documents at once. */
async function rebuilt(folder: string, documents: readonly TraceDocument[]) {
  mkdirSync(folder);
  const writer = open(folder);
  await writer.append(documents.map(bytesOfDocument), { durability: 'lazy', maxDocumentBytes: 1e6 });
  await writer.settle();
  const { edges, faults, records } = await contents(folder);
  await writer.close();
  return { edges, faults, records };
}

async function idsIn(folder: string): Promise<string[]> {
  const reader = new Reader(folder);
  const ids = (await recordsIn(reader)).map(({ id }) => id);
  reader.close();
  return ids;
}

async function recordsIn(reader: Reader): Promise<TraceRecord[]> {
  const records: TraceRecord[] = [];
  let token: string | undefined;
  do {
    const page = await reader.search(
      { start: 0, end: 1e11, ...(token !== undefined && { token }) },
      new Job(),
    );
    records.push(...readPage(page).records);
    token = page.token;
  } while (token !== undefined);
  return records;
}
