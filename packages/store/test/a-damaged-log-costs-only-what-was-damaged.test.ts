import { readdirSync, statSync } from 'node:fs';
import { openStore } from '@radiograph/store';
import { expect, it } from 'vitest';
import { type CrashedStore, crashedStore, filesIn } from './rig/crashed-store.js';
import { PAGE, ruinBytes } from './rig/damage.js';
import { expectAllOf, idsOf, rawDocuments } from './rig/rebuilt.js';

const HEADER = 32;
const FRAME = 24 + PAGE;

/** Opens and closes a damaged store, and gives the documents that are missing then, with what the log said. */
async function missingAfterStart(store: CrashedStore): Promise<{ missing: string[]; told: object[] }> {
  const told: object[] = [];
  const note = (fields: object, message: string): void => void told.push({ ...fields, message });
  const opened = await openStore({
    folder: store.folder,
    logger: { debug: () => undefined, info: () => undefined, warn: note, error: note },
  });
  await opened.close();
  const present = new Set(rawDocuments(store.folder).map(idsOf));
  return { missing: [...store.documents].filter((id) => !present.has(id)), told };
}

function frames({ log }: CrashedStore): number {
  return Math.floor((statSync(log).size - HEADER) / FRAME);
}

it.for([
  ['within a page', FRAME / 2, 64],
  ['in the head of a frame', 0, 24],
] as const)('damage %s: what was committed behind it is stored again', async ([_, place, bytes]) => {
  const store = await crashedStore();
  const damaged = Math.floor(frames(store) / 3);
  ruinBytes(store.log, HEADER + damaged * FRAME + place, bytes);
  const before = filesIn(store.folder)['traces.db-wal'];
  const { missing, told } = await missingAfterStart(store);
  // Later images of the same pages hold the documents again, so that nothing is missing.
  expect(missing).toEqual([]);
  expect(told).toMatchObject([{ message: expect.stringMatching(/write-ahead log is damaged/) }]);
  const copy = readdirSync(store.folder).find((name) => name.startsWith('traces.db-wal.damaged-'));
  expect(copy).toBeDefined();
  expect(before).toBeDefined();
  await expectAllOf(store.folder, store.documents);
});

it('a log without its head', async () => {
  const store = await crashedStore();
  ruinBytes(store.log, 0, HEADER);
  const { missing, told } = await missingAfterStart(store);
  expect(missing).toEqual([]);
  expect(told).toHaveLength(1);
  await expectAllOf(store.folder, store.documents);
});

it('a log that ends in the middle of a frame is none that is damaged', async () => {
  const store = await crashedStore();
  ruinBytes(store.log, HEADER + (frames(store) - 1) * FRAME + 100, FRAME - 100);
  const { told } = await missingAfterStart(store);
  expect(told).toEqual([]);
  await expectAllOf(store.folder, new Set());
});
