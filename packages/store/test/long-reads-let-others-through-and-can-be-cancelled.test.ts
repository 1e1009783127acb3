import { openStore } from '@radiograph/store';
import { documentBytes, temporaryFolder, trafficGenerator } from '@radiograph/testkit';
import { expect, it, onTestFinished } from 'vitest';
import { Job } from '../src/sqlite/job.js';

const TRACES = 400;
const LONG_READS = 20;

/** What only the records can tell. */
const EVERY_RECORD = 'rootcause.responsetime.entity { name = "none" }';

it('a look-up is answered while long reads run, and a cancelled read rejects at once', {
  timeout: 60_000,
}, async () => {
  const folder = await temporaryFolder();
  onTestFinished(folder.remove);
  const store = await openStore({ folder: folder.path });
  onTestFinished(() => store.close());
  const traffic = trafficGenerator(1);
  const traces = Array.from({ length: TRACES }, () => traffic.next().value);
  const documents = traces.flatMap((trace) => trace.documents.map(documentBytes));
  await store.append(documents, { durability: 'lazy', maxDocumentBytes: 1_048_576 });
  await store.settled();

  // Long reads in plenty: on a busy machine some may end before the look-up is asked, and all of them only if it had to wait for each.
  let ended = 0;
  const long = Array.from({ length: LONG_READS }, async () => {
    await store.serviceGraph({ filter: EVERY_RECORD });
    ended += 1;
  });
  expect(await store.traces([traces[0]!.id])).toHaveLength(1);
  expect(ended).toBeLessThan(LONG_READS);

  const controller = new AbortController();
  const cancelled = store.serviceGraph({ filter: EVERY_RECORD }, controller.signal);
  controller.abort(new Error('gone'));
  await expect(cancelled).rejects.toThrow('gone');
  await Promise.all(long);
  expect(await store.traces([traces[1]!.id])).toHaveLength(1);
});

it('a read past its time limit ends with store/timeout', async () => {
  await expect(new Job(-1).step()).rejects.toMatchObject({ code: 'store/timeout' });
});

it('a cancelled job ends at its next step', async () => {
  const job = new Job();
  await job.step();
  job.cancel();
  await expect(job.step()).rejects.toThrow();
});
