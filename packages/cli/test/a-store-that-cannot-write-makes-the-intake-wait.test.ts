import { limits } from '@radiograph/protocol';
import { openStore, StoreError } from '@radiograph/store';
import { documentBytes, segment } from '@radiograph/testkit';
import { expect, it, onTestFinished } from 'vitest';
import { patientSink } from '../src/patient-sink.js';
import { temporaryFolder } from './temporary-folder.js';

const OPTIONS = { durability: 'lazy', maxDocumentBytes: limits.segmentBytes } as const;

it('a batch that a full disk refused is stored once there is room', async () => {
  const store = await openStore({ folder: temporaryFolder() });
  onTestFinished(() => store.close());
  let refusals = 3;
  const full: typeof store.append = (batch, options) =>
    refusals-- > 0 ? Promise.reject(new StoreError('store/disk-full', 'full')) : store.append(batch, options);
  const batch = [documentBytes(segment()), documentBytes(segment())];
  const verdicts = await patientSink({ append: full }, OPTIONS, 1).accept(batch);
  expect(verdicts).toEqual([{ accepted: true }, { accepted: true }]);
  expect((await store.status()).documents).toBe(2);
});

it('what does not pass by itself is told at once', async () => {
  const store = await openStore({ folder: temporaryFolder() });
  await store.close();
  const sink = patientSink(store, OPTIONS);
  await expect(sink.accept([documentBytes(segment())])).rejects.toMatchObject({ code: 'store/closed' });
});
