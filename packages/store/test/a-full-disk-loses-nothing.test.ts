import { documentBytes, segment, temporaryFolder } from '@radiograph/testkit';
import { expect, it, onTestFinished } from 'vitest';
import { openForWriting } from '../src/sqlite/database-file.js';
import type { Database } from '../src/sqlite/driver.js';
import { toStoreError } from '../src/sqlite/failure.js';
import { Job } from '../src/sqlite/job.js';
import { Reader } from '../src/sqlite/reader.js';
import { Writer } from '../src/sqlite/writer.js';

const OPTIONS = { durability: 'fsync', maxDocumentBytes: 1_048_576 } as const;

it('on a full disk reads go on, nothing acknowledged is lost, and all goes on once there is room', async () => {
  const folder = await temporaryFolder();
  onTestFinished(folder.remove);
  const { writer, database } = open(folder.path);
  const reader = new Reader(folder.path);
  onTestFinished(() => reader.close());
  await writer.append([documentBytes(traceOf(0))], OPTIONS);
  await writer.settle();

  const pages = Number(database.prepare('PRAGMA page_count').get()?.['page_count']);
  database.exec(`PRAGMA max_page_count = ${pages + 30}`);
  const acknowledged = [traceOf(0).trace_id];
  for (let n = 1; ; n++) {
    try {
      await writer.append([documentBytes(traceOf(n))], OPTIONS);
    } catch (error) {
      expect(toStoreError(error, 'data')).toMatchObject({ code: 'store/disk-full' });
      break;
    }
    acknowledged.push(traceOf(n).trace_id);
  }
  expect(acknowledged.length).toBeGreaterThan(3);
  expect((await reader.traces([acknowledged[0]!], new Job())).length).toBe(1);
  expect(reader.status().documents).toBe(acknowledged.length);

  database.exec('PRAGMA max_page_count = 1000000');
  await writer.append([documentBytes(traceOf(1_000))], OPTIONS);
  await writer.settle();
  const all = [...acknowledged, traceOf(1_000).trace_id];
  expect((await reader.traces(all, new Job())).map(({ trace }) => trace.id)).toEqual(all);
  expect(reader.status()).toMatchObject({ documents: all.length, traces: all.length, pending: 0 });
  await writer.close();
});

function open(folder: string): { writer: Writer; database: Database } {
  let database: Database | undefined;
  const writer = new Writer({
    folder,
    maxTraceBytes: 1e9,
    packAfterS: 1e6,
    onChange: () => undefined,
    onTrouble: () => undefined,
    open(from) {
      database = openForWriting(from);
      return database;
    },
  });
  if (database === undefined) throw new Error('the writer did not open the database');
  return { writer, database };
}

function traceOf(n: number) {
  const trace_id = `1-6553f100-${n.toString(16).padStart(24, '0')}`;
  return segment({ trace_id, annotations: { n }, metadata: { default: { text: `${n}`.repeat(20_000) } } });
}
