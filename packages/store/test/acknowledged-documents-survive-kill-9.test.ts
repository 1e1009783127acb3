import { openStore } from '@radiograph/store';
import { temporaryFolder } from '@radiograph/testkit';
import { forEachEntity, serviceGraph } from '@radiograph/trace';
import { expect, it, onTestFinished } from 'vitest';
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
  const { records } = await store.search({ start: 0, end: 1e11, pageSize: 1_000 });
  const traces = (await store.traces(records.map(({ id }) => id))).map(({ trace }) => trace);
  const present = new Set<string>();
  for (const trace of traces) {
    forEachEntity(trace, ({ document }) => void present.add(`${trace.id} ${document.id}`));
  }
  expect(acknowledged.filter((entry) => !present.has(entry))).toEqual([]);
  expect(await store.serviceGraph({})).toEqual(serviceGraph(traces));
  expect((await store.status()).pending).toBe(0);
});
