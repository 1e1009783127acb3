import { openStore, type StoreOptions, type TraceStore } from '@radiograph/store';
import { documentBytes, segment, temporaryFolder } from '@radiograph/testkit';
import { expect, it, onTestFinished } from 'vitest';
import { LAZY } from '../src/conformance/test-runner.js';

const TRACES = 40;

/** One trace with very many keys, then traces with one value each of one more key. */
function documents(otherKeys: number): Uint8Array[] {
  const others = Object.fromEntries(Array.from({ length: otherKeys }, (_, n) => [`other${n}`, n]));
  return Array.from({ length: TRACES }, (_, n) => {
    const trace_id = `1-6553f100-${n.toString(16).padStart(24, '0')}`;
    return documentBytes(segment({ trace_id, annotations: n === 0 ? others : { late: `value-${n}` } }));
  });
}

async function scannedFor(store: TraceStore): Promise<readonly number[]> {
  const { records, scanned } = await store.search({
    start: 0,
    end: 1e11,
    filter: 'annotation.late = "value-7"',
  });
  return [records.length, scanned];
}

it.for([
  ['beyond those that are indexed', 300],
  ['beyond those that have rows at all', 5_001],
] as const)('a key %s, chosen for a store that holds it already', async ([_, otherKeys]) => {
  const folder = await temporaryFolder();
  onTestFinished(folder.remove);
  const open = async (options: Partial<StoreOptions> = {}): Promise<TraceStore> => {
    const store = await openStore({ folder: folder.path, packAfterS: 0, ...options });
    onTestFinished(() => store.close());
    return store;
  };
  const first = await open();
  for (const document of documents(otherKeys)) await first.append([document], LAZY);
  await first.settled();
  expect(await scannedFor(first)).toEqual([1, TRACES]);
  await first.close();

  const chosen = await open({ indexedKeys: ['late'] });
  // Where traces have to be read again, that goes on behind the scenes; what is found is right meanwhile.
  await expect.poll(() => scannedFor(chosen), { timeout: 30_000 }).toEqual([1, 1]);
  await chosen.append([documentBytes(segment({ annotations: { late: 'value-7' } }))], LAZY);
  await chosen.settled();
  expect(await scannedFor(chosen)).toEqual([2, 2]);
  await chosen.close();

  // Once chosen, it stays so.
  const again = await open();
  expect(await scannedFor(again)).toEqual([2, 2]);
});
