import { join } from 'node:path';
import type { TraceDocument } from '@radiograph/protocol';
import { openStore, type TraceStore } from '@radiograph/store';
import { temporaryFolder } from '@radiograph/testkit';
import { assemble, contribution, serviceGraph, type Trace, traceRecord } from '@radiograph/trace';
import { expect, it, vi } from 'vitest';
import { withExactTimes } from '../src/conformance/kept-times.js';
import { everyPage } from '../src/conformance/paging.js';
import { awkwardTraffic, bytesOfDocument } from '../src/conformance/traffic.js';
import { contributionRows } from '../src/sqlite/contribution-row.js';
import { rowKey } from '../src/sqlite/contribution-text.js';
import { type Database, numberOf, openDatabase } from '../src/sqlite/driver.js';
import { compressFrames, joinFrames } from '../src/sqlite/frames.js';
import { migrations } from '../src/sqlite/migrations/index.js';
import { NodeIds } from '../src/sqlite/node-ids.js';
import { Packs } from '../src/sqlite/packs.js';
import { writeRecord } from '../src/sqlite/record-text.js';
import { recordOf } from '../src/sqlite/stored-record.js';
import { traceKey } from '../src/sqlite/trace-key.js';

it('from the first one on, with every document', async () => {
  await using folder = await temporaryFolder();
  const traffic = awkwardTraffic(5, 40);
  writeFirstSchema(join(folder.path, 'traces.db'), traffic);

  const store = await openStore({ folder: folder.path });
  await store.settled();
  const records = await everyPage(store, { start: 0, end: 1e11 });
  const traces = [...traffic].map(([id, documents]) => assemble(id, documents));
  const wanted = new Map(traces.map((trace) => [trace.id, traceRecord(trace, 0)]));
  expect(new Map(records.map((record) => [record.id, { ...record, revision: 0 }]))).toEqual(wanted);
  const graph = serviceGraph(traces);
  expect(withExactTimes(await store.serviceGraph({}), graph)).toEqual(graph);
  expect((await store.status()).traces).toBe(traffic.size);
  await store.close();
});

it('from the one before search rows on: searched by its records at once, and by rows when they are there', async () => {
  await using folder = await temporaryFolder();
  const traces = [...awkwardTraffic(6, 60)].map(([id, documents]) => assemble(id, documents));
  const file = join(folder.path, 'traces.db');
  writeFourthSchema(file, traces);

  const store = await openStore({ folder: folder.path });
  const wanted = traces.filter(({ segments }) =>
    segments.some(({ node, document }) => node.name === 'stock' && document.fault),
  );
  const filter = 'service("stock") { fault }';
  const ids = async (): Promise<string[]> =>
    (await everyPage(store, { start: 0, end: 1e11, filter })).map(({ id }) => id).sort();
  expect(await ids()).toEqual(wanted.map(({ id }) => id).sort());
  const database = openDatabase(file);
  const unread = (): number =>
    numberOf(database.prepare('SELECT count(*) AS n FROM entry WHERE flags IS NULL').get()?.['n']);
  await vi.waitUntil(() => unread() === 0, { timeout: 30_000 });
  database.close();
  expect(await ids()).toEqual(wanted.map(({ id }) => id).sort());
  expect(await store.deleteBefore(1e11)).toBe(traces.length);
  expect(await ids()).toEqual([]);
  await store.close();
});

it('from the one before spans on: the sums of its hours are kept, those of ten minutes are made', async () => {
  await using folder = await temporaryFolder();
  const traffic = awkwardTraffic(7, 700);
  let store = await openStore({ folder: folder.path });
  const documents = [...traffic.values()].flat().map(bytesOfDocument);
  await store.append(documents, { durability: 'lazy', maxDocumentBytes: 65_536 });
  await store.settled();
  const graph = await store.serviceGraph({});
  await store.close();
  const file = join(folder.path, 'traces.db');
  backToFifthSchema(file);

  store = await openStore({ folder: folder.path });
  expect(await store.serviceGraph({})).toEqual(graph);
  await store.settled();
  expect(await store.serviceGraph({})).toEqual(graph);
  await store.close();
  const database = openDatabase(file);
  const spans = database.prepare('SELECT DISTINCT minutes, start FROM span ORDER BY minutes, start').all();
  const tens = database.prepare('SELECT DISTINCT minute / 10 * 10 AS start FROM rollup ORDER BY 1').all();
  const lengths = spans.map((row) => numberOf(row['minutes']));
  expect(lengths.filter((length) => length === 10)).toHaveLength(tens.length);
  expect(lengths.filter((length) => length === 60).length).toBeGreaterThan(1);
  database.close();
});

it('from the one before vocabularies on: its blocks are read, searched and unpacked beside new ones', async () => {
  await using folder = await temporaryFolder();
  const traffic = [...awkwardTraffic(8, 120).values()];
  const late = traffic.flatMap((documents) => documents.slice(1));
  const early = traffic.flatMap((documents) => documents.slice(0, 1));
  const file = join(folder.path, 'traces.db');
  const opened = (): Promise<TraceStore> => openStore({ folder: folder.path, packAfterS: 0 });
  let store = await opened();
  await append(store, early);
  const before = await everyPage(store, { start: 0, end: 1e11 });
  await store.close();
  backToSixthSchema(file);

  store = await opened();
  expect(await everyPage(store, { start: 0, end: 1e11 })).toEqual(before);
  // Every second trace: the others stay in their blocks.
  await append(
    store,
    late.filter(({ trace_id }) => Number.parseInt(trace_id?.at(-1) ?? '', 16) % 2 === 0),
  );
  const after = new Set(
    (await everyPage(store, { start: 0, end: 1e11 })).map((record) => JSON.stringify(record)),
  );
  expect(before.filter((record) => after.has(JSON.stringify(record))).length).toBeGreaterThan(10);
  await append(store, late);
  const records = await everyPage(store, { start: 0, end: 1e11 });
  const wanted = traffic.map((documents) =>
    traceRecord(assemble(documents[0]?.trace_id ?? '', documents), 0),
  );
  expect(new Map(records.map((record) => [record.id, { ...record, revision: 0 }]))).toEqual(
    new Map(wanted.map((record) => [record.id, record])),
  );
  await store.close();
});

async function append(store: TraceStore, documents: readonly TraceDocument[]): Promise<void> {
  await store.append(documents.map(bytesOfDocument), { durability: 'lazy', maxDocumentBytes: 65_536 });
  await store.settled();
}

/** Takes a file back to schema 6, which had records as text in its blocks. */
function backToSixthSchema(file: string): void {
  const database = openDatabase(file);
  const packs = new Packs(database);
  const put = database.prepare('UPDATE pack SET rows = ? WHERE id = ?');
  const blocks = database.prepare('SELECT pack, max(place) AS last FROM trace GROUP BY pack').all();
  for (const { pack, last } of blocks) {
    const texts = Array.from({ length: numberOf(last) + 1 }, (_, place) =>
      writeRecord(recordOf(packs.rowOf(numberOf(pack), place).record)),
    );
    const frames = texts.flatMap((text) => [Buffer.from(text), Buffer.alloc(0)]);
    put.run(compressFrames(frames), numberOf(pack));
  }
  expect(blocks.length).toBeGreaterThan(0);
  database.exec('DROP TABLE unnoted; DROP TABLE vocabulary; PRAGMA user_version = 6;');
  database.close();
}

/** Takes a file back to schema 5, which had the sums of whole hours only, one of them stale. */
function backToFifthSchema(file: string): void {
  const database = openDatabase(file);
  database.exec(`
    CREATE TABLE hour (hour INTEGER NOT NULL, caller INTEGER NOT NULL, callee INTEGER NOT NULL, kind INTEGER NOT NULL,
      totals BLOB NOT NULL, PRIMARY KEY (hour, caller, callee, kind)) STRICT, WITHOUT ROWID;
    CREATE TABLE stale_hour (hour INTEGER PRIMARY KEY) STRICT;
    INSERT INTO hour SELECT start / 60, caller, callee, kind, totals FROM span WHERE minutes = 60;
    INSERT INTO stale_hour SELECT max(hour) FROM hour;
    DELETE FROM hour WHERE hour = (SELECT hour FROM stale_hour);
    DROP TABLE span;
    DROP TABLE stale_span;
    DROP TABLE vocabulary;
    DROP TABLE unnoted;
    PRAGMA user_version = 5;`);
  database.close();
}

/** A file as schema 4 left it: records and contributions as text, every second trace packed by itself. */
function writeFourthSchema(file: string, traces: readonly Trace[]): void {
  const database = openDatabase(file);
  database.exec(
    `${migrations.slice(0, 4).join('')} PRAGMA application_id = ${0x52646766}; PRAGMA user_version = 4;`,
  );
  const nodes = new NodeIds(database);
  traces.forEach((trace, index) => {
    const rows = contributionRows(
      contribution(trace, () => undefined),
      nodes,
    );
    const texts = [
      writeRecord(traceRecord(trace, 1)),
      JSON.stringify([0, ...rows.map((row) => JSON.parse(rowKey(row)) as unknown)]),
    ] as const;
    const bodies = trace.segments.map(({ document }) => Buffer.from(JSON.stringify(document)));
    if (index % 2 === 0) writeFresh(database, trace, index, texts, bodies);
    else writePacked(database, trace, index, texts, bodies);
  });
  database.close();
}

const TRACE_ROW =
  'INSERT INTO trace (rid, id, at, start, end, revision, documents, bytes, left_out, pack, place)';

function writeFresh(
  database: Database,
  { id, start, end }: Trace,
  index: number,
  texts: readonly [string, string],
  bodies: readonly Uint8Array[],
): void {
  database
    .prepare(`${TRACE_ROW} VALUES (?, ?, ?, ?, ?, 1, ?, 1, 0, NULL, NULL)`)
    .run(index + 1, traceKey(id), start, start, end, bodies.length);
  database.prepare('INSERT INTO fresh VALUES (?, ?, ?)').run(index + 1, ...texts);
  const insert = database.prepare('INSERT INTO document (trace, hash, body) VALUES (?, ?, ?)');
  bodies.forEach((body, n) => void insert.run(traceKey(id), Buffer.from(`${index} ${n}`), body));
}

function writePacked(
  database: Database,
  { id, start, end }: Trace,
  index: number,
  texts: readonly [string, string],
  bodies: readonly Uint8Array[],
): void {
  database
    .prepare('INSERT INTO pack (id, traces, rows, documents) VALUES (?, 1, ?, ?)')
    .run(
      index + 1,
      compressFrames(texts.map((text) => Buffer.from(text))),
      compressFrames([joinFrames(bodies)]),
    );
  database
    .prepare(`${TRACE_ROW} VALUES (?, ?, ?, ?, ?, 1, ?, 1, 0, ?, 0)`)
    .run(index + 1, traceKey(id), start, start, end, bodies.length, index + 1);
}

/** A file as the first schema left it: documents, and rows in forms that are no longer read. */
function writeFirstSchema(file: string, traffic: ReturnType<typeof awkwardTraffic>): void {
  const database = openDatabase(file);
  database.exec(`${migrations[0]} PRAGMA application_id = ${0x52646766}; PRAGMA user_version = 1;`);
  const insert = database.prepare('INSERT INTO document (trace, hash, body) VALUES (?, ?, ?)');
  const row = database.prepare(
    `INSERT INTO trace (id, at, start, end, revision, documents, bytes, left_out, record, contribution)
     VALUES (?, 1, 1, 1, 1, 1, 1, 0, 'old', 'old')`,
  );
  let n = 0;
  for (const [id, documents] of traffic) {
    for (const document of documents) {
      insert.run(traceKey(id), Buffer.from(String(n++)), bytesOfDocument(document));
    }
    row.run(traceKey(id));
  }
  database.exec("INSERT INTO rollup VALUES (1, 0, 1, 1, 0, 'old'); UPDATE counter SET value = 40");
  database.close();
}
