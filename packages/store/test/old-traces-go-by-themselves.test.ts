import { openStore } from '@radiograph/store';
import { documentBytes, segment, temporaryFolder, waitFor } from '@radiograph/testkit';
import { expect, it, onTestFinished } from 'vitest';

it('a store opened with a retention deletes what is older, and keeps the rest', async () => {
  const folder = await temporaryFolder();
  onTestFinished(folder.remove);
  const nowS = Date.now() / 1000;
  const [old, young] = [nowS - 7_200, nowS - 60].map((start_time) => {
    const trace_id = `1-${Math.floor(start_time).toString(16)}-a006649127e371903a2de979`;
    return segment({ trace_id, start_time });
  });
  const first = await openStore({ folder: folder.path });
  const documents = [old!, young!].map(documentBytes);
  await first.append(documents, { durability: 'lazy', maxDocumentBytes: 65_536 });
  await first.close();

  const store = await openStore({ folder: folder.path, retentionS: 3_600 });
  onTestFinished(() => store.close());
  await waitFor(async () => (await store.status()).traces === 1);
  const { records } = await store.search({ start: 0, end: 1e11 });
  expect(records.map(({ id }) => id)).toEqual([young!.trace_id]);
  expect((await store.serviceGraph({ end: nowS - 3_600 })).nodes).toEqual([]);
});
