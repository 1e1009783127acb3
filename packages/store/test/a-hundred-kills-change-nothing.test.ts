import { join } from 'node:path';
import { openStore, type TraceStore } from '@radiograph/store';
import { seededRandom, temporaryFolder } from '@radiograph/testkit';
import { expect, it } from 'vitest';
import { LAZY } from '../src/conformance/test-runner.js';
import { bytesOf, numberOf, openDatabase } from '../src/sqlite/driver.js';
import { Packs } from '../src/sqlite/packs.js';
import { startChild } from './rig/child.js';

const CHAINS = 2;
const KILLS = 50;

it('after a hundred kills at random moments, everything equals a store rebuilt from the raw documents', {
  timeout: 240_000,
}, async () => {
  await Promise.all(Array.from({ length: CHAINS }, (_, chain) => killedAndRebuilt(chain)));
});

async function killedAndRebuilt(chain: number): Promise<void> {
  await using folder = await temporaryFolder();
  const random = seededRandom(20_261_128 + chain);
  const acknowledged = new Set<string>();
  for (let kill = 0; kill < KILLS; kill++) {
    const seed = String(chain * KILLS + kill);
    const child = startChild('append-and-delete-until-killed.mjs', folder.path, seed);
    await child.printed(random.integer(1, 60));
    await child.kill();
    for (const line of child.lines.slice(1)) {
      expect(line).not.toMatch(/^trouble/);
      // What was there when the oldest were to go may be gone or not; what came after must be there.
      if (line.startsWith('before')) acknowledged.clear();
      else acknowledged.add(line);
    }
  }
  const survived = await settledStore(folder.path);
  const documents = rawDocuments(folder.path);
  const present = new Set(documents.map(idsOf));
  expect([...acknowledged].filter((entry) => !present.has(entry))).toEqual([]);
  await using fresh = await temporaryFolder();
  const rebuilt = await openStore({ folder: fresh.path });
  await rebuilt.append(documents, LAZY);
  await rebuilt.settled();
  const wanted = await contents(rebuilt);
  await rebuilt.close();
  expect(documents.length).toBeGreaterThan(20);
  expect(survived).toEqual(wanted);
}

async function settledStore(folder: string): Promise<unknown> {
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

/** The documents in the file, packed or not. */
function rawDocuments(folder: string): Uint8Array[] {
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

function idsOf(bytes: Uint8Array): string {
  const { trace_id, id } = JSON.parse(Buffer.from(bytes).toString());
  return `${trace_id} ${id}`;
}
