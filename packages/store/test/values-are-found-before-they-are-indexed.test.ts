import { openStore, type TraceStore } from '@radiograph/store';
import { temporaryFolder } from '@radiograph/testkit';
import { expect, it, onTestFinished } from 'vitest';
import { LAZY } from '../src/conformance/test-runner.js';
import { bytesOfDocument } from '../src/conformance/traffic.js';

const FIRST_S = 1_700_000_000;
const INDEXED = 40;
const NEWEST = 30;
const TIERS = ['tin', 'gold', 'tin'];

it('pages go on from the newest traces, each of which is walked over, to those of the index', async () => {
  const store = await storeOf();
  await store.append(segments(0, INDEXED), LAZY);
  await store.settled();
  await store.append(segments(INDEXED, NEWEST), LAZY);
  await searchable(store);
  const gold = Array.from({ length: INDEXED + NEWEST }, (_, n) => n).filter((n) => tierOf(n) === 'gold');
  const newest = gold.filter((n) => n >= INDEXED).length;
  for (const pageSize of [1, 3, 100]) {
    const { found, scanned } = await pages(store, 'annotation.tier = "gold"', pageSize);
    expect(found).toEqual([...gold].reverse());
    // Less on a machine so slow that the store has looked after its index meanwhile.
    expect(scanned).toBeGreaterThanOrEqual(gold.length);
    expect(scanned).toBeLessThanOrEqual(NEWEST + gold.length - newest);
  }
  await store.settled();
  expect(await pages(store, 'annotation.tier = "gold"', 3)).toEqual({
    found: [...gold].reverse(),
    scanned: gold.length,
  });
});

it('a trace that comes late is indexed at once, and does not have others walked over', async () => {
  const store = await storeOf();
  await store.append(segments(0, INDEXED), LAZY);
  await store.settled();
  await store.append(segments(INDEXED, NEWEST), LAZY);
  await searchable(store);
  await store.append(segments(-1_000, 1), LAZY);
  await searchable(store);
  const { found, scanned } = await pages(store, 'annotation.n < 0 AND user = "user--1000"', 10);
  expect(found).toEqual([-1_000]);
  expect(scanned).toBeLessThanOrEqual(NEWEST + 1);
});

it('a trace that has grown since is found by its new values, and not by what it lost', async () => {
  const store = await storeOf();
  await store.append(segments(0, 1), LAZY);
  await store.settled();
  const more = { id: '70de5b6f19ff9a0b', parent_id: '70de5b6f19ff9a0a', name: 'stock', user: 'late' };
  await store.append([segment(0, more)], LAZY);
  await searchable(store);
  for (const settle of [false, true]) {
    if (settle) await store.settled();
    expect((await pages(store, 'user = "late"', 10)).found).toEqual([0]);
    expect((await pages(store, 'user = "user-0"', 10)).found).toEqual([0]);
    expect((await pages(store, 'user = "user-1"', 10)).found).toEqual([]);
  }
});

async function storeOf(): Promise<TraceStore> {
  const folder = await temporaryFolder();
  onTestFinished(folder.remove);
  // So that a settled store has indexed everything, and another waits for the next look, seconds later.
  const store = await openStore({ folder: folder.path, packAfterS: 0 });
  onTestFinished(() => store.close());
  await store.settled();
  return store;
}

async function searchable(store: TraceStore): Promise<void> {
  await expect.poll(async () => (await store.status()).pending, { timeout: 20_000 }).toBe(0);
}

/** The numbers of the traces of all pages, in order. */
async function pages(
  store: TraceStore,
  filter: string,
  pageSize: number,
): Promise<{ readonly found: readonly number[]; readonly scanned: number }> {
  const query = { start: 0, end: 1e11, filter, pageSize };
  let page = await store.search(query);
  const found = [...page.records];
  let scanned = page.scanned;
  while (page.token !== undefined) {
    page = await store.search({ ...query, token: page.token });
    found.push(...page.records);
    scanned += page.scanned;
  }
  return { found: found.map(({ start }) => start - FIRST_S), scanned };
}

function segments(from: number, count: number): Uint8Array[] {
  return Array.from({ length: count }, (_, n) => segment(from + n));
}

function segment(n: number, more: object = {}): Uint8Array {
  return bytesOfDocument({
    trace_id: `1-${(FIRST_S + n).toString(16)}-${'0'.repeat(24)}`,
    id: '70de5b6f19ff9a0a',
    name: 'shop',
    start_time: FIRST_S + n,
    end_time: FIRST_S + n + 1,
    user: `user-${n}`,
    annotations: { n, tier: tierOf(n) },
    ...more,
  });
}

function tierOf(n: number): string {
  return TIERS[Math.abs(n) % TIERS.length] ?? 'tin';
}
