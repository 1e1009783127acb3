import { openStore, type TraceStore } from '@radiograph/store';
import { temporaryFolder } from '@radiograph/testkit';
import { forEachEntity, serviceGraph } from '@radiograph/trace';
import { expect, it, onTestFinished } from 'vitest';
import { withExactTimes } from '../src/conformance/kept-times.js';
import { startChild } from './rig/child.js';

it('every acknowledged document is there after each of several kills, and roll-ups are exact', {
  timeout: 60_000,
}, async () => {
  const folder = await temporaryFolder();
  onTestFinished(folder.remove);
  const acknowledged: string[] = [];
  for (const seed of ['1', '2', '3']) {
    const child = startChild('append-until-killed.mjs', folder.path, seed);
    await child.printed(400);
    await child.kill();
    acknowledged.push(...child.lines.slice(1));
  }

  const store = await openStore({ folder: folder.path });
  onTestFinished(() => store.close());
  await store.settled();
  const traces = (await store.traces(await everyId(store))).map(({ trace }) => trace);
  const present = new Set<string>();
  for (const trace of traces) {
    forEachEntity(trace, ({ document }) => void present.add(`${trace.id} ${document.id}`));
  }
  expect(acknowledged.filter((entry) => !present.has(entry))).toEqual([]);
  const wanted = serviceGraph(traces);
  expect(withExactTimes(await store.serviceGraph({}), wanted)).toEqual(wanted);
  expect((await store.status()).pending).toBe(0);
});

async function everyId(store: TraceStore): Promise<string[]> {
  const ids: string[] = [];
  let token: string | undefined;
  do {
    const page = await store.search({ start: 0, end: 1e11, ...(token !== undefined && { token }) });
    ids.push(...page.records.map(({ id }) => id));
    token = page.token;
  } while (token !== undefined);
  return ids;
}
