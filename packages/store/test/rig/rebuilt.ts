import { join } from 'node:path';
import { openStore, type TraceStore } from '@radiograph/store';
import { temporaryFolder } from '@radiograph/testkit';
import { expect } from 'vitest';
import { LAZY } from '../../src/conformance/test-runner.js';
import { bytesOf, numberOf, openDatabase } from '../../src/sqlite/driver.js';
import { Packs } from '../../src/sqlite/packs.js';

/** Notes what a child of `append-and-delete-until-killed` has printed: `trace segment` of each acknowledged document. */
export function noteAcknowledged(lines: readonly string[], acknowledged: Set<string>): void {
  for (const line of lines) {
    expect(line).not.toMatch(/^trouble/);
    // What was there when the oldest were to go may be gone or not; what came after must be there.
    if (line.startsWith('before')) acknowledged.clear();
    else acknowledged.add(line);
  }
}

/** Holds a folder to its promises: all that was acknowledged is there, and everything equals a store rebuilt from the raw documents. */
export async function expectAllOf(folder: string, acknowledged: ReadonlySet<string>): Promise<void> {
  const survived = await settledContents(folder);
  const documents = rawDocuments(folder);
  const present = new Set(documents.map(idsOf));
  expect([...acknowledged].filter((entry) => !present.has(entry))).toEqual([]);
  expect(documents.length).toBeGreaterThan(0);
  expect(survived).toEqual(await rebuiltContents(documents));
}

async function rebuiltContents(documents: readonly Uint8Array[]): Promise<unknown> {
  await using folder = await temporaryFolder();
  const store = await openStore({ folder: folder.path });
  await store.append(documents, LAZY);
  await store.settled();
  const all = await contents(store);
  await store.close();
  return all;
}

/** What is in a folder's store once all is assembled. */
export async function settledContents(folder: string): Promise<unknown> {
  const store = await openStore({ folder });
  await store.settled();
  const all = await contents(store);
  await store.close();
  return all;
}

/** Records, edges by filter and by roll-up, counts. */
async function contents(store: TraceStore): Promise<unknown> {
  const { traces, documents, pending } = await store.status();
  const records = [];
  let token: string | undefined;
  do {
    const page = await store.search({ start: 0, end: 1e11, ...(token !== undefined && { token }) });
    records.push(...page.records);
    token = page.token;
  } while (token !== undefined);
  const known = records.map(({ revision: _, ...record }: { revision?: number } & object) => record);
  return {
    counts: { traces, documents, pending },
    records: known.map((record) => JSON.stringify(record)).sort(),
    graph: await store.serviceGraph({}),
    edges: await store.serviceGraph({ filter: 'responsetime >= 0' }),
    faults: await store.serviceGraph({ filter: 'fault' }),
  };
}

/** The documents in a file that nobody has open, packed or not. */
export function rawDocuments(folder: string): Uint8Array[] {
  const database = openDatabase(join(folder, 'traces.db'));
  const packs = new Packs(database);
  const loose = database.prepare('SELECT body FROM document').all();
  const packed = database.prepare('SELECT pack, place FROM trace WHERE pack IS NOT NULL').all();
  const documents = [
    ...loose.map(({ body }) => Uint8Array.from(bytesOf(body))),
    ...packed.flatMap(({ pack, place }) =>
      packs.documents(numberOf(pack), numberOf(place)).map((body) => Uint8Array.from(body)),
    ),
  ];
  database.close();
  return documents;
}

/** The trace and the segment of a document, as the children print them. */
export function idsOf(bytes: Uint8Array): string {
  const { trace_id, id } = JSON.parse(Buffer.from(bytes).toString());
  return `${trace_id} ${id}`;
}
