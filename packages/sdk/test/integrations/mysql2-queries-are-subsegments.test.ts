import { createConnection, createPool, type Pool } from 'mysql2';
import type { Connection } from 'mysql2/promise';
import { createConnection as createPromised } from 'mysql2/promise';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { currentSegment } from '../../src/index.js';
import { mysql2 } from '../../src/integrations/mysql2/index.js';
import { only, record } from '../recording.js';
import { startMariaDb } from '../rig/mariadb.js';
import { tryToHave } from '../rig/missing.js';

const server = await tryToHave('MariaDB', startMariaDb);
const port = 'had' in server ? server.had.port : 0;
const config = { host: '127.0.0.1', port, user: 'root', password: 'secret-password', database: 'shop' };
const it = test.skipIf('missing' in server);
let pool: Pool;
let connection: Connection;

/** What the library gives when nobody listens, asked for before anything is recorded. */
const bare: Record<string, unknown> = {};
const query = "select sku from orders where sku = 'mug' and 1 < 5";

beforeAll(async () => {
  if (!('had' in server)) return;
  const admin = await createPromised({ ...config, database: undefined as never });
  await admin.query('create database shop');
  await admin.query('create table shop.orders (id int auto_increment primary key, sku varchar(20) unique)');
  await admin.query("insert into shop.orders (sku) values ('mug')");
  await admin.end();
  connection = await createPromised(config);
  bare['rows'] = (await connection.query(query))[0];
  bare['error'] = await connection.query('selec').catch(plain);
  bare['duplicate'] = await connection.query("insert into orders (sku) values ('mug')").catch(plain);
  pool = mysql2(mysql2(createPool({ ...config, connectionLimit: 3 })));
});
afterAll(async () => {
  await connection?.end();
  await new Promise<void>((ended) => (pool === undefined ? ended() : pool.end(() => ended())));
  if ('had' in server) await server.had.stop();
});

function plain(error: Error): object {
  return { ...error, message: error.message };
}

it('a query has URL, type, driver and its text without the values, which the driver has put there', async () => {
  const { recorder, traces } = record();
  await recorder.segment('shop', async () => {
    expect((await connection.query(query))[0]).toEqual(bare['rows']);
    await connection.query('select * from orders where sku = ?', ['secret value']);
    await connection.execute('select * from orders where sku = ?', ['secret value']);
  });
  const calls = only(traces).subsegments ?? [];
  expect(calls[0]).toEqual({
    id: expect.any(String),
    name: 'shop@127.0.0.1',
    namespace: 'remote',
    start_time: expect.any(Number),
    end_time: expect.any(Number),
    sql: {
      url: `mysql://127.0.0.1:${port}/shop`,
      database_type: 'MySQL',
      driver_version: '3.24.6',
      sanitized_query: 'select sku from orders where sku = ? and ? < ?',
    },
    metadata: { sql: { rows: 1 } },
  });
  expect(calls.slice(1).map(({ sql }) => [sql?.sanitized_query, sql?.preparation])).toEqual([
    ['select * from orders where sku = ?', undefined],
    ['select * from orders where sku = ?', 'statement'],
  ]);
  expect(JSON.stringify(calls)).not.toContain('secret');
});

it('errors are those of the bare library, and faults with its code', async () => {
  const { recorder, traces } = record();
  await recorder.segment('shop', async () => {
    expect(await connection.query('selec').catch(plain)).toEqual(bare['error']);
    expect(await connection.query("insert into orders (sku) values ('mug')").catch(plain)).toEqual(
      bare['duplicate'],
    );
  });
  expect(only(traces).subsegments?.map(({ fault, metadata }) => [fault, metadata?.['sql']])).toEqual([
    [true, { error_code: 'ER_PARSE_ERROR' }],
    [true, { error_code: 'ER_DUP_ENTRY' }],
  ]);
});

it('transactions, changed rows, and streams without a callback', async () => {
  const { recorder, traces } = record();
  await recorder.segment('shop', async () => {
    await connection.beginTransaction();
    await connection.query("update orders set sku = 'cup' where sku = 'mug'");
    await connection.rollback();
    await new Promise((ended) => pool.query('select 1').once('end', () => ended(undefined)));
  });
  const calls = only(traces).subsegments?.filter(({ sql }) => sql) ?? [];
  expect(calls.map(({ sql, end_time }) => [sql?.sanitized_query, end_time !== undefined])).toEqual([
    ['START TRANSACTION', true],
    ['update orders set sku = ? where sku = ?', true],
    ['ROLLBACK', true],
    ['select ?', true],
  ]);
  expect(calls[1]?.metadata).toEqual({ sql: { rows: 1 } });
});

it('500 queries at once: callbacks run where they were asked for, and nothing mixes', async () => {
  const { recorder, traces } = record();
  const seen = await Promise.all(
    Array.from({ length: 500 }, (_, i) =>
      recorder.segment(
        `s${i}`,
        () => new Promise((told) => pool.query(`select ${i} as n_${i}`, () => told(currentSegment()?.name))),
      ),
    ),
  );
  expect(seen).toEqual(Array.from({ length: 500 }, (_, i) => `s${i}`));
  for (const { name, subsegments } of traces.documents)
    expect(subsegments?.filter(({ sql }) => sql).map(({ sql }) => sql?.sanitized_query)).toEqual([
      `select ? as n_${name.slice(1)}`,
    ]);
  expect(traces.documents.at(-1)?.subsegments?.[0]?.name).toBe('pool wait');
});

it('without a segment, or in one that is not sampled, nothing is recorded', async () => {
  const { recorder, traces } = record({ sampling: 'none' });
  await connection.query('select 1');
  await recorder.segment('shop', () => connection.query('select 1'));
  expect(traces.documents).toEqual([]);
});

it('a connection that is refused is the caller’s error as ever', async () => {
  const { recorder } = record();
  const failed = await recorder.segment(
    'shop',
    () =>
      new Promise<NodeJS.ErrnoException>((told) =>
        createConnection({ ...config, port: 1 }).once('error', told as never),
      ),
  );
  expect(failed.code).toBe('ECONNREFUSED');
});
