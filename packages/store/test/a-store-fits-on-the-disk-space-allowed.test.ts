import { randomBytes } from 'node:crypto';
import { openStore } from '@radiograph/store';
import { documentBytes, segment, temporaryFolder, waitFor } from '@radiograph/testkit';
import { expect, it, onTestFinished } from 'vitest';

const MOST_BYTES = 24_000_000;
const TRACES = 3_000;

it('the oldest traces go until the store fits, the file shrinks, and the newest stay', {
  timeout: 60_000,
}, async () => {
  const folder = await temporaryFolder();
  onTestFinished(folder.remove);
  const ids = Array.from({ length: TRACES }, (_, n) => traceId(n));
  const unlimited = await openStore({ folder: folder.path });
  for (let at = 0; at < TRACES; at += 500) {
    const documents = ids.slice(at, at + 500).map((trace_id, n) => incompressible(trace_id, at + n));
    await unlimited.append(documents, { durability: 'lazy', maxDocumentBytes: 65_536 });
  }
  await unlimited.settled();
  const { limits, diskBytes } = await unlimited.status();
  expect(limits).toEqual({});
  expect(diskBytes).toBeGreaterThan(MOST_BYTES);
  await unlimited.close();

  const store = await openStore({ folder: folder.path, maxDiskBytes: MOST_BYTES });
  onTestFinished(() => store.close());
  expect((await store.status()).limits).toEqual({ maxDiskBytes: MOST_BYTES });
  await waitFor(async () => (await store.status()).traces < TRACES && (await fits()), 30_000);
  const { traces, oldestTrace } = await store.status();
  expect(traces).toBeGreaterThan(TRACES / 10);
  const kept = (await store.traces(ids)).map(({ trace }) => trace.id);
  expect(kept).toEqual(ids.slice(-kept.length));
  expect(oldestTrace).toBe(START_S + TRACES - kept.length);

  async function fits(): Promise<boolean> {
    await store.settled();
    const { diskBytes } = await store.status();
    return diskBytes <= MOST_BYTES;
  }
});

const START_S = 1_700_000_000;

function traceId(n: number): string {
  return `1-${(START_S + n).toString(16)}-${n.toString(16).padStart(24, '0')}`;
}

/** Such as packing cannot make smaller. */
function incompressible(trace_id: string, n: number): Uint8Array {
  const start_time = START_S + n;
  const metadata = { default: { noise: randomBytes(9_000).toString('base64') } };
  return documentBytes(segment({ trace_id, start_time, end_time: start_time + 0.1, metadata }));
}
