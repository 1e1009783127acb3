import { join } from 'node:path';
import { openStore } from '@radiograph/store';
import { temporaryFolder } from '@radiograph/testkit';
import { assemble, serviceGraph, traceRecord } from '@radiograph/trace';
import { expect, it } from 'vitest';
import { withExactTimes } from '../src/conformance/kept-times.js';
import { everyPage } from '../src/conformance/paging.js';
import { awkwardTraffic, bytesOfDocument } from '../src/conformance/traffic.js';
import { openDatabase } from '../src/sqlite/driver.js';
import { migrations } from '../src/sqlite/migrations/index.js';
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
