import { readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkStore, openStore, salvageStore } from '@radiograph/store';
import { seededRandom } from '@radiograph/testkit';
import { describe, expect, it } from 'vitest';
import { bytesOf, numberOf, openDatabase } from '../src/sqlite/driver.js';
import { traceIdOf } from '../src/sqlite/trace-key.js';
import { type CrashedStore, crashedStore, filesIn, SETTING } from './rig/crashed-store.js';
import { PAGE, rootOf, ruin, ruinBytes } from './rig/damage.js';
import { expectAllOf, idsOf, rawDocuments } from './rig/rebuilt.js';

function readPage(file: string, page: number): Buffer {
  return readFileSync(file).subarray((page - 1) * PAGE, page * PAGE);
}

/** In which block each packed trace is. */
function packsOf({ file }: CrashedStore): ReadonlyMap<string, number> {
  const database = openDatabase(file);
  const rows = database.prepare('SELECT id, pack FROM trace WHERE pack IS NOT NULL').all();
  database.close();
  return new Map(rows.map(({ id, pack }) => [traceIdOf(bytesOf(id)), numberOf(pack)]));
}

function traceOf(ids: string): string {
  return ids.split(' ')[0] ?? '';
}

/** Folds the log into the file, so that damage to the file is damage to the store. */
function folded(store: CrashedStore): CrashedStore {
  const database = openDatabase(store.file);
  database.exec("UPDATE counter SET value = 1 WHERE name = 'open'; PRAGMA wal_checkpoint(TRUNCATE)");
  database.close();
  return store;
}

/** Refused with what and where, and not a byte changed; then salvaged, with the damaged files kept as they were. */
async function refusedAndSalvaged(store: CrashedStore): ReturnType<typeof salvageStore> {
  const before = filesIn(store.folder);
  await expect(openStore({ folder: store.folder })).rejects.toMatchObject({
    code: 'store/damaged',
    message: expect.stringMatching(/traces\.db is damaged \(.+\).*radiograph salvage/),
  });
  expect(filesIn(store.folder)).toEqual(before);
  expect(checkStore({ folder: store.folder }).problems).not.toEqual([]);
  const report = await salvageStore({ folder: store.folder });
  expect(filesIn(report.kept)).toEqual(before);
  return report;
}

async function expectSettingOf(folder: string): Promise<void> {
  const store = await openStore({ folder });
  expect(await store.settings(SETTING.kind)).toMatchObject([SETTING]);
  await store.close();
}

describe('everything is there again where the damage is in', () => {
  it.for(['document_by_trace', 'trace', 'entry', 'document', 'pack', 'sqlite_autoindex_trace_1'])(
    'the root of %s',
    async (name) => {
      const store = folded(await crashedStore());
      ruin(store.file, rootOf(store.file, name));
      const report = await refusedAndSalvaged(store);
      // The root of a small table holds its rows.
      const lost = store.documents.size - report.documents;
      expect(report.damagedPages).toBe(1);
      if (lost > 0) expect(name).toBe('pack');
      await expectAllOf(store.folder, new Set(name === 'pack' ? [] : store.documents));
      await expectSettingOf(store.folder);
    },
  );

  it.for([
    ['the head of the file', 100],
    ['the first page', PAGE],
  ] as const)('%s', async ([_, bytes]) => {
    const store = folded(await crashedStore());
    ruinBytes(store.file, 0, bytes);
    const report = await refusedAndSalvaged(store);
    expect(report).toMatchObject({ documents: store.documents.size, settings: 1 });
    await expectAllOf(store.folder, store.documents);
    await expectSettingOf(store.folder);
  });
});

it('of a page overwritten anywhere only what was on it is lost, and that is told', async () => {
  const random = seededRandom(17);
  for (let round = 0; round < 5; round++) {
    const store = folded(await crashedStore());
    const page = random.integer(3, statSync(store.file).size / PAGE);
    const text = readPage(store.file, page).toString('latin1');
    const packs = packsOf(store);
    ruin(store.file, page);
    const report = await refusedAndSalvaged(store);
    const left = new Set(rawDocuments(store.folder).map(idsOf));
    const lost = [...store.documents].filter((id) => !left.has(id));
    expect(left.size).toBe(report.documents);
    if (lost.length > 0) expect(report.damagedPages + report.cutRows).toBeGreaterThan(0);
    const lostPacks = new Set(lost.map((id) => packs.get(traceOf(id))).filter((pack) => pack !== undefined));
    expect(lostPacks.size).toBeLessThanOrEqual(1);
    const loose = lost.filter((id) => packs.get(traceOf(id)) === undefined);
    expect(loose.filter((id) => !text.includes(`"${id.split(' ')[1]}"`))).toEqual([]);
  }
});

it('of a file that was cut off the rest is there', async () => {
  const store = folded(await crashedStore());
  const size = statSync(store.file).size;
  truncateSync(store.file, Math.floor((size * 0.6) / PAGE) * PAGE);
  const report = await refusedAndSalvaged(store);
  expect(report.documents).toBeGreaterThan(store.documents.size * 0.3);
  expect(report.damagedPages).toBeGreaterThan(0);
  await expectAllOf(store.folder, new Set());
});

it('what is no store is left alone', async () => {
  const store = await crashedStore();
  writeFileSync(store.file, 'something else '.repeat(10_000));
  writeFileSync(store.log, '');
  const before = filesIn(store.folder);
  await expect(salvageStore({ folder: store.folder })).rejects.toMatchObject({ code: 'store/unreadable' });
  expect(filesIn(store.folder)).toEqual(before);
  await expect(salvageStore({ folder: join(store.folder, 'none') })).rejects.toMatchObject({
    code: 'store/no-store',
  });
});
