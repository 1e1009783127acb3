import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import Database from 'libsql';
import { afterAll, expect, test } from 'vitest';
import { findNode } from '../../../../test/rig/node-versions.js';
import { sqlite } from '../../src/integrations/sqlite/index.js';
import { only, record } from '../recording.js';

const folder = mkdtempSync(join(tmpdir(), 'radiograph-sqlite-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('libsql: every statement is a subsegment, with the results and errors of the bare library', () => {
  const { recorder, traces } = record();
  const database = sqlite(
    sqlite(new Database(join(folder, 'orders.db')), { name: 'orders.db', url: 'sqlite:orders.db' }),
  );
  const bare = new Database(join(folder, 'orders.db'));
  recorder.segment('shop', () => {
    database.exec(
      "create table orders (id integer primary key, sku text unique); insert into orders (sku) values ('mug')",
    );
    expect(database.prepare('insert into orders (sku) values (?)').run('lamp').changes).toBe(1);
    const query = "select sku from orders where sku <> 'x' order by id";
    expect(database.prepare(query).all()).toEqual(bare.prepare(query).all());
    // libsql adds how long a single row took.
    const single = (target: Database.Database): object => ({
      ...(target.prepare(query).get() as object),
      _metadata: 0,
    });
    expect(single(database)).toEqual(single(bare));
    expect([...database.prepare(query).iterate()]).toEqual([...bare.prepare(query).iterate()]);
    for (const _row of database.prepare(query).iterate()) break;
    const expected = errorOf(() => bare.prepare('insert into orders (sku) values (?)').run('mug'));
    expect(errorOf(() => database.prepare('insert into orders (sku) values (?)').run('mug'))).toEqual(
      expected,
    );
    expect(errorOf(() => database.prepare('selec'))).toEqual(errorOf(() => bare.prepare('selec')));
  });
  database.close();
  bare.close();
  const calls = only(traces).subsegments ?? [];
  expect(calls[1]).toEqual({
    id: expect.any(String),
    name: 'orders.db',
    namespace: 'remote',
    start_time: expect.any(Number),
    end_time: expect.any(Number),
    sql: {
      url: 'sqlite:orders.db',
      database_type: 'SQLite',
      preparation: 'statement',
      sanitized_query: 'insert into orders (sku) values (?)',
    },
    metadata: { sql: { rows: 1 } },
  });
  expect(calls.map(({ sql, fault }) => [sql?.sanitized_query, fault])).toEqual([
    [
      'create table orders (id integer primary key, sku text unique); insert into orders (sku) values (?)',
      undefined,
    ],
    ['insert into orders (sku) values (?)', undefined],
    ...Array(4).fill(['select sku from orders where sku <> ? order by id', undefined]),
    ['insert into orders (sku) values (?)', true],
  ]);
});

function errorOf(call: () => unknown): unknown {
  try {
    return call();
  } catch (error) {
    return { ...(error as Error), message: (error as Error).message };
  }
}

test('libsql: transactions are recorded statement by statement', () => {
  const { recorder, traces } = record();
  const database = sqlite(new Database(':memory:'));
  database.exec('create table t (n)');
  recorder.segment('shop', () => {
    database.transaction(() => database.prepare('insert into t values (?)').run(1))();
    expect(database.prepare('select n from t').pluck().all()).toEqual([1]);
  });
  expect(only(traces).subsegments?.map(({ sql }) => sql?.sanitized_query)).toContain(
    'insert into t values (?)',
  );
  expect(only(traces).subsegments?.[0]).toMatchObject({ name: ':memory:', sql: { url: 'sqlite::memory:' } });
});

const node24 = await findNode(24);

test.skipIf('missing' in node24)('node:sqlite on Node 24 is recorded in the same way', async () => {
  const script = `
    import { DatabaseSync } from 'node:sqlite';
    import { Recorder } from '@radiograph/sdk';
    import { memory } from '@radiograph/sdk/testing';
    import { sqlite } from '@radiograph/sdk/sqlite';
    const recorder = new Recorder({ sampling: 'all' });
    const traces = memory(recorder);
    const database = sqlite(new DatabaseSync(process.argv[1]));
    recorder.segment('shop', () => {
      database.exec('create table t (n)');
      database.prepare("insert into t values (5)").run();
      if ([...database.prepare('select n from t where n = 5').iterate()][0].n !== 5) throw new Error('wrong row');
    });
    console.log(JSON.stringify(traces.documents[0].subsegments));`;
  const { path } = node24 as { path: string };
  const args = ['--no-warnings', '--input-type=module', '-e', script, join(folder, 'node.db')];
  const { stdout } = await promisify(execFile)(path, args, {
    cwd: join(import.meta.dirname, '../../../../test'),
  });
  const calls = JSON.parse(stdout) as { name: string; sql: Record<string, string> }[];
  expect(calls.map(({ name, sql }) => [name, sql['sanitized_query']])).toEqual([
    ['node.db', 'create table t (n)'],
    ['node.db', 'insert into t values (?)'],
    ['node.db', 'select n from t where n = ?'],
  ]);
  expect(calls[0]?.sql['database_version']).toMatch(/^3\./);
});

test('500 statements in 500 segments do not mix, and nothing is recorded outside any', async () => {
  const { recorder, traces } = record();
  const database = sqlite(new Database(':memory:'));
  database.exec('create table t (n)');
  await Promise.all(
    Array.from({ length: 500 }, (_, i) =>
      recorder.segment(`s${i}`, async () => {
        await Promise.resolve();
        database.prepare(`select ${i} as n_${i}`).get();
      }),
    ),
  );
  expect(traces.documents).toHaveLength(500);
  for (const { name, subsegments } of traces.documents)
    expect(subsegments?.map(({ sql }) => sql?.sanitized_query)).toEqual([`select ? as n_${name.slice(1)}`]);
});

test('what is no database is given back as it is, and one log line says so', () => {
  const { recorder, logged } = record();
  const target = { exec: () => 1 };
  expect(sqlite(target as never, { recorder })).toBe(target);
  expect(logged).toEqual([expect.objectContaining({ code: 'sdk/left-out' })]);
});
