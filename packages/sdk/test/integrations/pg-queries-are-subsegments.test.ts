import { once } from 'node:events';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import postgres from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import Cursor from 'pg-cursor';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { currentSegment } from '../../src/index.js';
import { pg } from '../../src/integrations/pg/index.js';
import { only, record } from '../recording.js';
import { tryToHave } from '../rig/missing.js';
import { startPostgres } from '../rig/postgres.js';

const server = await tryToHave('PostgreSQL', startPostgres);
const port = 'had' in server ? server.had.port : 0;
const config = {
  host: '127.0.0.1',
  port,
  user: 'radiograph',
  password: 'secret-password',
  database: 'postgres',
};
const name = 'postgres@127.0.0.1';
let pool: postgres.Pool;
let bare: postgres.Pool;

beforeAll(async () => {
  if (!('had' in server)) return;
  pool = pg(pg(new postgres.Pool({ ...config, max: 5 })));
  bare = new postgres.Pool({ ...config, max: 2 });
  await bare.query('create table orders (id serial primary key, sku text unique, total int)');
  await bare.query("insert into orders (sku, total) values ('mug', 1450), ('lamp', 6800)");
});
afterAll(async () => {
  await pool?.end();
  await bare?.end();
  if ('had' in server) await server.had.stop();
});

const it = test.skipIf('missing' in server);

it('Q1 Q8 Q9: a query has URL, type, versions, user and its text without literals', async () => {
  const { recorder, traces } = record();
  const query = "select * from orders where sku = 'mug' and total > 5";
  const result = await recorder.segment('shop', () => pool.query(query));
  const { rows } = await bare.query(query);
  expect(result.rows).toEqual(rows);
  const call = only(traces).subsegments?.find((child) => child.name === name);
  expect(call).toEqual({
    id: expect.any(String),
    name,
    namespace: 'remote',
    start_time: expect.any(Number),
    end_time: expect.any(Number),
    sql: {
      url: `postgresql://radiograph@127.0.0.1:${port}/postgres`,
      database_type: 'PostgreSQL',
      database_version: expect.stringMatching(/^18/),
      driver_version: '8.23.1',
      user: 'radiograph',
      sanitized_query: 'select * from orders where sku = ? and total > ?',
    },
    metadata: { sql: { rows: 1 } },
  });
  expect(JSON.stringify(only(traces))).not.toContain('secret-password');
});

it('results, errors and callbacks are those of the bare library', async () => {
  const { recorder } = record();
  const both = async <T>(call: (target: postgres.Pool) => Promise<T>): Promise<void> => {
    const outcome = (promise: Promise<T>): Promise<unknown> =>
      promise.then(
        (value) => value,
        (error) => ({ ...error, message: error.message, type: error.constructor }),
      );
    expect(await recorder.segment('shop', () => outcome(call(pool)))).toEqual(await outcome(call(bare)));
  };
  const rows = ({ rows, rowCount, command }: postgres.QueryResult): object => ({ rows, rowCount, command });
  await both(async (target) => rows(await target.query('select 1 as one')));
  await both(async (target) => rows(await target.query({ text: 'select $1::int as n', values: [3] })));
  await both(async (target) =>
    rows(await target.query({ text: 'select $1 as a', values: ['x'], rowMode: 'array' as never })),
  );
  await both(async (target) =>
    rows(await target.query({ name: 'prepared', text: 'select $1::text', values: ['x'] })),
  );
  await both((target) => target.query('selec 1') as never);
  await both((target) => target.query("insert into orders (sku) values ('mug')") as never);
  await both(async (target) => target.query(undefined as never) as never);
  await both(
    (target) =>
      new Promise((told) =>
        target.query('select $1::int as n', [7], (error, result) => told([error, result.rows])),
      ),
  );
  await both((target) => new Promise((told) => target.query('selec', (error: Error) => told(error.message))));
});

it('errors are faults with the code of PostgreSQL', async () => {
  const { recorder, traces } = record();
  await recorder.segment('shop', () => pool.query("insert into orders (sku) values ('mug')").catch(() => {}));
  const call = only(traces).subsegments?.find((child) => child.name === name);
  expect(call).toMatchObject({
    fault: true,
    metadata: { sql: { error_code: '23505' } },
    cause: { exceptions: [{ remote: true }] },
  });
});

it('prepared queries, transactions, and several statements at once', async () => {
  const { recorder, traces } = record();
  await recorder.segment('shop', async () => {
    const client = await pool.connect();
    await client.query('begin');
    await client.query({
      name: 'by-sku',
      text: 'update orders set total = total where sku = $1',
      values: ['mug'],
    });
    await client.query('rollback');
    await client.query("select 1; select 'b'");
    client.release();
  });
  const calls = only(traces).subsegments?.filter((child) => child.name === name) ?? [];
  expect(
    calls.map(({ sql, metadata }) => [
      sql?.sanitized_query,
      sql?.preparation,
      (metadata?.['sql'] as { rows?: number })?.rows,
    ]),
  ).toEqual([
    ['begin', undefined, undefined],
    ['update orders set total = total where sku = $1', 'statement', 1],
    ['rollback', undefined, undefined],
    ['select ?; select ?', undefined, 2],
  ]);
});

it('what is current stays current in callbacks, though another request gave the connection back', async () => {
  const narrow = pg(new postgres.Pool({ ...config, max: 1 }));
  const { recorder, traces } = record();
  const ask = (i: number): Promise<unknown> =>
    recorder.segment(`s${i}`, () => {
      return new Promise((done) => {
        narrow.query('select pg_sleep(0.01)', () => done(currentSegment()?.name));
      });
    });
  expect(await Promise.all([0, 1, 2, 3].map(ask))).toEqual(['s0', 's1', 's2', 's3']);
  await narrow.end();
  const waits = traces.documents.map(({ subsegments }) => subsegments?.map((child) => child.name));
  expect(waits).toEqual([
    ['connect', name],
    ['pool wait', name],
    ['pool wait', name],
    ['pool wait', name],
  ]);
});

it('cursors and COPY in both directions are calls, from their begin to their end', async () => {
  const { recorder, traces } = record();
  await bare.query('create table copied (n int)');
  await recorder.segment('shop', async () => {
    const client = await pool.connect();
    const cursor = client.query(new Cursor('select generate_series(1, 10) as n'));
    expect(await cursor.read(4)).toHaveLength(4);
    expect(await cursor.read(100)).toHaveLength(6);
    await cursor.close();
    await pipeline(Readable.from(['1\n', '2\n']), client.query(copyFrom('copy copied from stdin')));
    expect(await text(client.query(copyTo('copy copied to stdout')))).toBe('1\n2\n');
    client.release();
  });
  const calls = only(traces).subsegments?.filter((child) => child.name === name) ?? [];
  expect(
    calls.map(({ sql, fault, end_time }) => [sql?.sanitized_query, fault, end_time !== undefined]),
  ).toEqual([
    ['select generate_series(?, ?) as n', undefined, true],
    ['copy copied from stdin', undefined, true],
    ['copy copied to stdout', undefined, true],
  ]);
});

it('a single client is recorded too; events of old-style queries come as ever', async () => {
  const { recorder, traces } = record();
  const client = pg(new postgres.Client(config), {
    query: 'off',
    name: 'orders',
    url: `postgres://u:secret@h/db`,
  });
  await client.connect();
  await recorder.segment('shop', async () => {
    const query = client.query(new postgres.Query('select 5'));
    await once(query, 'end');
  });
  await client.end();
  const [call] = only(traces).subsegments ?? [];
  expect(call).toMatchObject({ name: 'orders', sql: { url: 'postgres://u@h/db' } });
  expect(call?.sql?.sanitized_query).toBeUndefined();
});

it('raw texts only where they are asked for', async () => {
  const { recorder, traces } = record();
  const client = pg(new postgres.Client(config), { query: 'raw' });
  await client.connect();
  await recorder.segment('shop', () => client.query("select 'mug'"));
  await client.end();
  expect(only(traces).subsegments?.[0]?.sql?.sanitized_query).toBe("select 'mug'");
});

it('500 queries at once in 500 segments do not mix', async () => {
  const { recorder, traces } = record();
  await Promise.all(
    Array.from({ length: 500 }, (_, i) =>
      recorder.segment(`s${i}`, async () => {
        const { rows } = await pool.query(`select ${i} as n_${i}`);
        expect(rows).toEqual([{ [`n_${i}`]: i }]);
      }),
    ),
  );
  expect(traces.documents).toHaveLength(500);
  for (const { name: segment, subsegments } of traces.documents)
    expect(subsegments?.find((child) => child.name === name)?.sql?.sanitized_query).toBe(
      `select ? as n_${segment.slice(1)}`,
    );
});

it('without a segment, or in one that is not sampled, nothing is recorded', async () => {
  const { recorder, traces, logged } = record({ sampling: 'none' });
  expect((await pool.query('select 1 as a')).rows).toEqual([{ a: 1 }]);
  const seen = await recorder.segment(
    'shop',
    () => new Promise((told) => pool.query('select 1', () => told(currentSegment()?.name))),
  );
  expect(seen).toBe('shop');
  expect([traces.documents, logged]).toEqual([[], []]);
});

test('a driver that throws at once, or calls back twice, is as without us', async () => {
  const { recorder, traces } = record();
  const lying = pg({
    query(text: string, callback?: (error: Error | null, value?: number) => void): unknown {
      if (text === 'throw') throw new TypeError('at once');
      callback?.(null, 1);
      callback?.(new Error('twice'), 2);
      return undefined;
    },
  });
  const seen: unknown[] = [];
  recorder.segment('shop', () => {
    expect(() => lying.query('throw')).toThrow(new TypeError('at once'));
    lying.query('twice', (error, value) => seen.push([error?.message, value]));
  });
  expect(seen).toEqual([
    [undefined, 1],
    ['twice', 2],
  ]);
  expect(only(traces).subsegments?.map(({ fault }) => fault)).toEqual([true, undefined]);
});

test('what is no pool and no client is given back as it is, and one log line says so', () => {
  const { recorder, logged } = record();
  const target = { Query: 1 };
  expect(pg(target as never, { recorder })).toBe(target);
  expect(logged).toEqual([expect.objectContaining({ code: 'sdk/left-out' })]);
});
