import { join } from 'node:path';
import { openStore, type TraceStore } from '@radiograph/store';
import { temporaryFolder } from '@radiograph/testkit';
import { describe, expect, it, onTestFinished } from 'vitest';
import { awkwardTrace } from '../src/conformance/awkward-values.js';
import { LAZY } from '../src/conformance/test-runner.js';
import { awkwardTraffic, bytesOfDocument, shuffled } from '../src/conformance/traffic.js';
import { openDatabase } from '../src/sqlite/driver.js';

const TABLES = ['entry', 'segment', 'call', 'note', 'noted', 'unnoted', 'failed', 'part'] as const;

/** Rows with what their numbers stand for; numbers differ with the order of arrival. */
const PARTY = `(SELECT node.key || party.names FROM party JOIN node ON node.id = party.node WHERE party.id = r.party)`;
const KEY = '(SELECT name FROM note_key WHERE note_key.id = r.key)';
const cell = (column: string): string =>
  `hex(iif(typeof(r.${column}) = 'integer', (SELECT value FROM text WHERE id = r.${column}), r.${column}))`;
const MEASURES = `r.flags, r.response, r.status, ${['method', 'url', 'agent', 'ip'].map(cell).join()}`;
const ROWS: Readonly<Record<string, string>> = {
  entry: `SELECT hex(trace.id), r.at, r.duration, ${MEASURES} FROM entry AS r JOIN trace ON trace.rid = r.rid`,
  segment: `SELECT hex(trace.id), r.id % 2097152, ${PARTY}, ${MEASURES}
    FROM segment AS r JOIN trace ON trace.rid = r.id / 2097152`,
  call: `SELECT hex(trace.id), r.id % 2097152, (SELECT key FROM node WHERE node.id = r.caller), ${PARTY}, ${MEASURES}
    FROM call AS r JOIN trace ON trace.rid = r.id / 2097152`,
  note: `SELECT hex(trace.id), r.id % 2097152, ${KEY},
      iif(r.key BETWEEN 2 AND 4, ${cell('value')}, typeof(r.value) || hex(r.value))
    FROM note AS r JOIN trace ON trace.rid = r.id / 2097152`,
  noted: `SELECT hex(trace.id), ${KEY}, r.at, typeof(r.value) || hex(r.value)
    FROM noted AS r JOIN trace ON trace.rid = r.rid`,
  failed: `SELECT hex(trace.id), r.kind, r.at, ${PARTY} FROM failed AS r JOIN trace ON trace.rid = r.rid`,
};

describe('the rows that searches read', () => {
  for (const packAfterS of [120, 0]) {
    it(`are the same whatever the order, repetition and splitting of documents, packed after ${packAfterS} s`, async () => {
      const documents = [...Array.from({ length: 40 }, (_, n) => awkwardTrace(n + 1)).flat()];
      const traffic = awkwardTraffic(21, 40);
      const mixed = [...shuffled(traffic, 3), ...[...documents].reverse(), ...documents];
      const arrived = await rows(packAfterS, async (store) => {
        for (const part of [0, 1, 2, 3]) {
          await store.append(mixed.filter((_, n) => n % 4 === part).map(bytesOfDocument), LAZY);
          await store.settled();
        }
      });
      const rebuilt = await rows(packAfterS, async (store) => {
        await store.append([...[...traffic.values()].flat(), ...documents].map(bytesOfDocument), LAZY);
      });
      expect(Object.values(arrived).every(({ length }) => length > 0)).toBe(true);
      expect(arrived).toEqual(rebuilt);
    });
  }

  it('are all gone with their traces', async () => {
    const left = await counts(async (store) => {
      await store.append([...awkwardTraffic(22, 30).values()].flat().map(bytesOfDocument), LAZY);
      await store.settled();
      expect(await store.deleteBefore(1e11)).toBe(30);
    });
    expect(left).toEqual(TABLES.map(() => 0));
  });

  it('let a rare value and a failure be looked up, where other filters walk over every trace', async () => {
    const folder = await temporaryFolder();
    onTestFinished(folder.remove);
    const store = await openStore({ folder: folder.path, packAfterS: 0 });
    onTestFinished(() => store.close());
    await store.append(
      Array.from({ length: 50 }, (_, n) => plainSegment(n)),
      LAZY,
    );
    await store.settled();
    const scanned = async (filter: string): Promise<readonly number[]> => {
      const page = await store.search({ start: 0, end: 1e11, filter });
      return [page.records.length, page.scanned];
    };
    expect(await scanned('annotation.n = 7')).toEqual([1, 1]);
    expect(await scanned('user = "user-9" AND ok')).toEqual([1, 1]);
    expect(await scanned('service("shop") { fault }')).toEqual([5, 5]);
    expect(await scanned('annotation.tier = "tin" AND annotation.n = 7')).toEqual([1, 1]);
    expect(await scanned('annotation.n > 40')).toEqual([9, 50]);
    expect(await scanned('service("nobody")')).toEqual([0, 0]);
  });
});

function plainSegment(n: number): Uint8Array {
  return bytesOfDocument({
    trace_id: `1-6553f100-${n.toString(16).padStart(24, '0')}`,
    id: '70de5b6f19ff9a0a',
    name: 'shop',
    start_time: 1_700_000_000 + n,
    end_time: 1_700_000_001 + n,
    fault: n % 10 === 0,
    user: `user-${n}`,
    annotations: { n, tier: 'tin' },
  });
}

async function rows(
  packAfterS: number,
  fill: (store: TraceStore) => Promise<void>,
): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {};
  await filled(packAfterS, fill, (all) => {
    for (const [table, query] of Object.entries(ROWS)) found[table] = all(query).sort();
  });
  return found;
}

async function counts(fill: (store: TraceStore) => Promise<void>): Promise<readonly number[]> {
  let found: readonly number[] = [];
  await filled(120, fill, (all) => {
    found = TABLES.map((table) => all(`SELECT 1 FROM ${table}`).length);
  });
  return found;
}

/** Fills a store, closes it, and reads its file. */
async function filled(
  packAfterS: number,
  fill: (store: TraceStore) => Promise<void>,
  read: (all: (query: string) => string[]) => void,
): Promise<void> {
  await using folder = await temporaryFolder();
  const store = await openStore({ folder: folder.path, packAfterS });
  await fill(store);
  await store.close();
  const database = openDatabase(join(folder.path, 'traces.db'));
  read((query) =>
    database
      .prepare(query)
      .all()
      .map((row) => JSON.stringify(Object.values(row))),
  );
  database.close();
}
