import { once } from 'node:events';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import Libsql from 'libsql';
import { createPool } from 'mysql2/promise';
import postgres from 'pg';
import { createClient } from 'redis';
import { afterAll, expect, test } from 'vitest';
import { ioredis } from '../../src/integrations/ioredis/index.js';
import { mysql2 } from '../../src/integrations/mysql2/index.js';
import type { SqlOptions } from '../../src/integrations/pg/index.js';
import { pg } from '../../src/integrations/pg/index.js';
import { redis } from '../../src/integrations/redis/index.js';
import { sqlite } from '../../src/integrations/sqlite/index.js';
import { only, record } from '../recording.js';
import { installBetterSqlite3 } from '../rig/better-sqlite3.js';
import { startMariaDb } from '../rig/mariadb.js';
import { tryToHave } from '../rig/missing.js';
import { startPostgres } from '../rig/postgres.js';
import { startRedis } from '../rig/redis.js';

const servers = {
  postgres: await tryToHave('PostgreSQL', startPostgres),
  mariadb: await tryToHave('MariaDB', startMariaDb),
  redis: await tryToHave('Redis', startRedis),
};
const betterSqlite3 = await tryToHave('better-sqlite3', installBetterSqlite3);
afterAll(async () => {
  for (const server of Object.values(servers)) if ('had' in server) await server.had.stop();
});

const portOf = (name: keyof typeof servers): number => {
  const server = servers[name];
  return 'had' in server ? server.had.port : 0;
};
const SECRET = 'hunter2';
const place = (scheme: string, user: string, name: keyof typeof servers, path = ''): string =>
  `${scheme}://${user}:${SECRET}@127.0.0.1:${portOf(name)}${path}`;

/** A database that was told its password in a URL, where it has one. */
interface Driver {
  query(text: string): Promise<unknown>;
  end(): unknown;
}
type Connect = (options: SqlOptions | undefined) => Driver;

const connectPg: Connect = (options) => {
  const pool = new postgres.Pool({
    connectionString: place('postgresql', 'radiograph', 'postgres', '/postgres'),
  });
  if (options !== undefined) pg(pool, options);
  return { query: async (text) => (await pool.query(text)).rows, end: () => pool.end() };
};
const connectMysql: Connect = (options) => {
  const pool = createPool({ uri: place('mysql', 'root', 'mariadb', '/mysql') });
  if (options !== undefined) mysql2(pool, options);
  return { query: async (text) => (await pool.query(text))[0], end: () => pool.end() };
};
interface Database {
  prepare(text: string): { all(): unknown };
  exec(text: string): unknown;
  close(): unknown;
}
const connectSqlite =
  (create: () => Database): Connect =>
  (options) => {
    const database = create();
    if (options !== undefined) sqlite(database, options);
    return { query: async (text) => database.prepare(text).all(), end: () => database.close() };
  };

const require = createRequire(join(import.meta.dirname, '../../../../test/package.json'));
const drivers: readonly [string, Connect, boolean][] = [
  ['pg', connectPg, 'had' in servers.postgres],
  ['mysql2', connectMysql, 'had' in servers.mariadb],
  ['libsql', connectSqlite(() => new Libsql(':memory:') as never), true],
  [
    'better-sqlite3',
    connectSqlite(() => {
      const BetterSqlite3 = require('had' in betterSqlite3 ? betterSqlite3.had : '') as new (
        file: string,
      ) => Database;
      return new BetterSqlite3(':memory:');
    }),
    'had' in betterSqlite3,
  ],
];
const there = drivers.filter(([, , isThere]) => isThere);

/** One megabyte, most of it a literal. */
const LARGE = `select ${"'hunter2' as a, ".repeat(20)} length('${'hunter2'.repeat(150_000)}') as n`;

test.each(there)(
  '%s: a query of a megabyte has the same result, and is recorded short and without its literals',
  async (_name, connect) => {
    const { recorder, traces } = record();
    const bare = connect(undefined);
    const recorded = connect({ recorder });
    const expected = await bare.query(LARGE);
    expect(await recorder.segment('shop', () => recorded.query(LARGE))).toEqual(expected);
    await bare.end();
    await recorded.end();
    const call = only(traces).subsegments?.find(({ sql }) => sql !== undefined);
    expect(call?.sql?.sanitized_query).toMatch(/^select \? as a, /);
    expect(call?.sql?.sanitized_query?.length).toBeLessThanOrEqual(8192);
    expect(JSON.stringify(only(traces))).not.toContain(SECRET);
  },
);

test.each(there)(
  '%s: a query is left out or kept as it is, where that is asked for',
  async (_name, connect) => {
    for (const query of ['off', 'raw'] as const) {
      const { recorder, traces } = record();
      const driver = connect({ recorder, query });
      await recorder.segment('shop', () => driver.query("select 'a' as b"));
      await driver.end();
      const call = only(traces).subsegments?.find(({ sql }) => sql !== undefined);
      expect(call?.sql?.sanitized_query).toBe(query === 'raw' ? "select 'a' as b" : undefined);
    }
    connect({ query: 'sanitized' }).end();
  },
);

test.each(there)(
  '%s: errors are those of the bare driver, and are recorded without the password',
  async (_name, connect) => {
    const { recorder, traces } = record();
    const [bare, recorded] = [connect(undefined), connect({ recorder })];
    const outcome = (driver: Driver): Promise<unknown> =>
      driver.query('selec 1').then(
        () => 'no error',
        (error: Error & { code?: unknown }) => [error.constructor.name, error.message, error.code],
      );
    const seen = await outcome(bare);
    expect(seen).not.toBe('no error');
    expect(await recorder.segment('shop', () => outcome(recorded))).toEqual(seen);
    await bare.end();
    await recorded.end();
    expect(JSON.stringify(only(traces))).not.toContain(SECRET);
  },
);

const clients: readonly [string, () => Promise<Driver>][] = [
  [
    'ioredis',
    async () => {
      const client = ioredis(new Redis(place('redis', 'default', 'redis')));
      await once(client, 'ready');
      return { query: (key) => client.get(key), end: () => client.quit() };
    },
  ],
  [
    'redis',
    async () => {
      const client = redis(createClient({ url: place('redis', 'default', 'redis') }));
      await client.connect();
      return { query: (key) => client.get(key), end: () => client.close() };
    },
  ],
];

test.skipIf('missing' in servers.redis).each(clients)(
  '%s: the password of a URL is not recorded, nor are keys',
  async (_name, connect) => {
    const { recorder, traces } = record();
    await recorder.segment('shop', async () => {
      const client = await connect();
      await client.query(`carts:${SECRET}`);
      await client.end();
    });
    expect(only(traces).subsegments?.length).toBeGreaterThan(0);
    expect(JSON.stringify(only(traces))).not.toContain(SECRET);
  },
);
