import { join } from 'node:path';
import type { TraceDocument } from '@radiograph/protocol';
import { temporaryFolder, trafficGenerator } from '@radiograph/testkit';
import { assemble, type TraceRecord, traceRecord } from '@radiograph/trace';
import { expect, it, onTestFinished } from 'vitest';
import { bytesOfDocument } from '../src/conformance/traffic.js';
import { numberOf, openDatabase } from '../src/sqlite/driver.js';
import { Job } from '../src/sqlite/job.js';
import { Reader } from '../src/sqlite/reader.js';
import { Rest } from '../src/sqlite/rest.js';
import { Writer } from '../src/sqlite/writer.js';
import { readPage } from '../src/sqlite/written-page.js';

const LAZY = { durability: 'lazy', maxDocumentBytes: 1e6 } as const;

interface Rig {
  readonly writer: Writer;
  readonly reader: Reader;
  /** What a query of one number gives. */
  number(sql: string): number;
}

async function rig(packAfterS = 0): Promise<Rig> {
  const folder = await temporaryFolder();
  const writer = new Writer({
    folder: folder.path,
    maxTraceBytes: 1e9,
    packAfterS,
    onChange: () => undefined,
    onTrouble: (message, fields) => expect.fail(`${message} ${String(fields['error'])}`),
  });
  const reader = new Reader(folder.path);
  const database = openDatabase(join(folder.path, 'traces.db'));
  onTestFinished(async () => {
    database.close();
    reader.close();
    await writer.close();
    await folder.remove();
  });
  return { writer, reader, number: (sql) => numberOf(database.prepare(`SELECT (${sql}) AS n`).get()?.['n']) };
}

function traffic(count: number): { id: string; documents: Parameters<typeof assemble>[1] }[] {
  const generator = trafficGenerator(9, { startS: 1_700_000_000 });
  return Array.from({ length: count }, () => generator.next().value);
}

it('into blocks of a fraction of their size, and read as before', async () => {
  const { writer, reader, number } = await rig();
  const traces = traffic(300);
  await writer.append(traces.flatMap(({ documents }) => documents).map(bytesOfDocument), LAZY);
  const bytes = number('SELECT sum(length(body)) FROM document');
  const pages = number('SELECT page_count FROM pragma_page_count');
  await writer.settle();
  expect(number('SELECT count(*) FROM document')).toBe(0);
  expect(number('SELECT count(*) FROM trace WHERE pack IS NULL')).toBe(0);
  expect(number('SELECT count(*) FROM fresh')).toBe(0);
  expect(number('SELECT sum(length(rows) + length(documents)) FROM pack')).toBeLessThan(0.4 * bytes);
  expect(number('SELECT max(traces) FROM pack')).toBeGreaterThan(5);
  expect(number('SELECT page_count FROM pragma_page_count')).toBeLessThan(0.7 * pages);
  const found = await reader.traces(
    traces.map(({ id }) => id),
    new Job(),
  );
  expect(found.map(({ trace }) => trace)).toEqual(traces.map(({ id, documents }) => assemble(id, documents)));
});

it('and unpacked for a late document, while a repeated one changes nothing', async () => {
  const { writer, reader, number } = await rig();
  const traces = traffic(30);
  const late = traces[7]?.documents.at(-1);
  const id = late?.trace_id ?? '';
  const documents = traces.flatMap((trace) => trace.documents).filter((document) => document !== late);
  await writer.append(documents.map(bytesOfDocument), LAZY);
  await writer.settle();
  await writer.append(documents.map(bytesOfDocument), LAZY);
  await writer.settle();
  expect(number("SELECT value FROM counter WHERE name = 'documents'")).toBe(documents.length);
  expect(number('SELECT max(revision) FROM trace')).toBe(1);
  await writer.append([bytesOfDocument(late)], LAZY);
  const [stored] = await reader.traces([id], new Job());
  expect(stored?.trace).toEqual(assemble(id, traces[7]?.documents ?? []));
  await writer.settle();
  expect(number('SELECT max(revision) FROM trace')).toBe(2);
  expect(number('SELECT count(*) FROM document')).toBe(0);
});

it('and gone with their blocks when they are deleted', async () => {
  const { writer, number } = await rig();
  await writer.append(
    traffic(100)
      .flatMap(({ documents }) => documents)
      .map(bytesOfDocument),
    LAZY,
  );
  await writer.settle();
  const most = number('SELECT at FROM trace ORDER BY at LIMIT 1 OFFSET 80');
  const blocks = number('SELECT count(*) FROM pack');
  expect(await writer.deleteBefore(most)).toBe(80);
  expect(number('SELECT count(*) FROM pack')).toBeLessThan(blocks);
  expect(number('SELECT sum(traces) FROM pack')).toBe(20);
  expect(number('SELECT sum(packs) FROM vocabulary')).toBe(number('SELECT count(*) FROM pack'));
  await writer.deleteBefore(1e11);
  expect(number('SELECT count(*) FROM pack')).toBe(0);
  expect(number('SELECT sum(packs) FROM vocabulary')).toBe(0);
  expect(number("SELECT sum(value) FROM counter WHERE name IN ('traces', 'documents')")).toBe(0);
});

it('but not before their time', async () => {
  const { writer, number } = await rig(120);
  await writer.append(
    traffic(5)
      .flatMap(({ documents }) => documents)
      .map(bytesOfDocument),
    LAZY,
  );
  await writer.settle();
  expect(number('SELECT count(*) FROM pack')).toBe(0);
  const rest = new Rest(120);
  expect([rest.oldEnough(10, 0), rest.oldEnough(20, 60_000), rest.oldEnough(30, 119_999)]).toEqual([0, 0, 0]);
  expect([rest.oldEnough(40, 120_000), rest.oldEnough(50, 185_000), rest.oldEnough(50, 400_000)]).toEqual([
    10, 20, 50,
  ]);
});

it('in the words of a vocabulary that follows the traffic, and old ones go with the blocks that needed them', async () => {
  const { writer, reader, number } = await rig();
  const records: TraceRecord[] = [];
  for (let day = 0; day < 3; day++) {
    const traces = renamed(`on-day-${day}`, 150, day);
    await writer.append(traces.flatMap(({ documents }) => documents).map(bytesOfDocument), LAZY);
    for (const { id, documents } of traces) records.push(traceRecord(assemble(id, documents), 1));
    await writer.settle();
  }
  const vocabularies = number('SELECT count(*) FROM vocabulary');
  expect(vocabularies).toBeGreaterThan(2);
  expect(vocabularies).toBeLessThan(number('SELECT count(*) FROM pack'));
  const page = readPage(await reader.search({ start: 0, end: 1e11, pageSize: 1000 }, new Job()));
  expect(new Set(page.records)).toEqual(new Set(records));
  const newest = number('SELECT max(id) FROM vocabulary');
  await writer.deleteBefore(1e11);
  const later = renamed('much-later', 150, 9);
  await writer.append(later.flatMap(({ documents }) => documents).map(bytesOfDocument), LAZY);
  await writer.settle();
  expect(number('SELECT min(id) FROM vocabulary')).toBeGreaterThanOrEqual(newest);
});

/** Traces of services with a word in their names that no others have. */
function renamed(word: string, count: number, seed: number): { id: string; documents: TraceDocument[] }[] {
  const generator = trafficGenerator(seed, { startS: 1_700_000_000 + seed * 86_400 });
  return Array.from({ length: count }, () => {
    const { id, documents } = generator.next().value;
    return {
      id,
      documents: documents.map((document) => ({ ...document, name: `${document.name}-${word}` })),
    };
  });
}
