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

  const acknowledged = [traceOf(0).trace_id, ...(await appendedUntilFull(writer, database))];
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

it('a store is closed on a full disk, and who opens it next assembles what waited', async () => {
  const folder = await temporaryFolder();
  onTestFinished(folder.remove);
  const troubles: string[] = [];
  const { writer, database } = open(folder.path, (message) => void troubles.push(message));
  const documents = Array.from({ length: 300 }, (_, n) => segment({ trace_id: idOf(n) }));
  await writer.append(documents.map(documentBytes), OPTIONS);
  const acknowledged = documents.map(({ trace_id }) => trace_id);
  database.exec(`PRAGMA max_page_count = ${pageCount(database)}`);
  await writer.close();
  expect(troubles).toContain('closed before everything was assembled, which the next start will do');
  const next = open(folder.path);
  await next.writer.settle();
  const reader = new Reader(folder.path);
  onTestFinished(() => reader.close());
  expect((await reader.traces(acknowledged, new Job())).map(({ trace }) => trace.id)).toEqual(acknowledged);
  expect(reader.status()).toMatchObject({ traces: acknowledged.length, pending: 0 });
  await next.writer.close();
});

/** Appends until the database has no page left, and gives the traces that were acknowledged. */
async function appendedUntilFull(writer: Writer, database: Database): Promise<string[]> {
  database.exec(`PRAGMA max_page_count = ${pageCount(database) + 30}`);
  const acknowledged: string[] = [];
  for (let n = 1; ; n++) {
    try {
      await writer.append([documentBytes(traceOf(n))], OPTIONS);
    } catch (error) {
      expect(toStoreError(error, 'data')).toMatchObject({ code: 'store/disk-full' });
      return acknowledged;
    }
    acknowledged.push(traceOf(n).trace_id);
  }
}

function open(
  folder: string,
  onTrouble = (_message: string): void => undefined,
): { writer: Writer; database: Database } {
  let database: Database | undefined;
  const writer = new Writer({
    folder,
    maxTraceBytes: 1e9,
    packAfterS: 1e6,
    onChange: () => undefined,
    onTrouble,
    open(from) {
      database = openForWriting(from);
      return database;
    },
  });
  if (database === undefined) throw new Error('the writer did not open the database');
  return { writer, database };
}

function pageCount(database: Database): number {
  return Number(database.prepare('PRAGMA page_count').get()?.['page_count']);
}

function idOf(n: number): string {
  return `1-6553f100-${n.toString(16).padStart(24, '0')}`;
}

function traceOf(n: number) {
  const trace_id = idOf(n);
  return segment({ trace_id, annotations: { n }, metadata: { default: { text: `${n}`.repeat(20_000) } } });
}
