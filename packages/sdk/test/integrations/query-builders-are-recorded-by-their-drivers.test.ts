import { sql as drizzleSql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import createKnex from 'knex';
import { Kysely, PostgresDialect } from 'kysely';
import postgres from 'pg';
import { afterAll, expect, test } from 'vitest';
import { pg } from '../../src/integrations/pg/index.js';
import { only, record } from '../recording.js';
import { tryToHave } from '../rig/missing.js';
import { startPostgres } from '../rig/postgres.js';

const server = await tryToHave('PostgreSQL', startPostgres);
const port = 'had' in server ? server.had.port : 0;
const config = { host: '127.0.0.1', port, user: 'radiograph', password: 'secret', database: 'postgres' };
const it = test.skipIf('missing' in server);
const ends: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const end of ends) await end();
  if ('had' in server) await server.had.stop();
});

interface Tables {
  readonly pg_class: { readonly relname: string; readonly relkind: string };
}

const builders: [string, () => (name: string) => Promise<{ relname: string }[]>][] = [
  [
    'kysely',
    () => {
      const database = new Kysely<Tables>({
        dialect: new PostgresDialect({ pool: pg(new postgres.Pool(config)) }),
      });
      ends.push(() => database.destroy());
      return (name) =>
        database.selectFrom('pg_class').select('relname').where('relname', '=', name).execute();
    },
  ],
  [
    'knex',
    () => {
      const knex = createKnex({
        client: 'pg',
        connection: config,
        pool: {
          afterCreate: (client: postgres.Client, done: (error: Error | null, client: unknown) => void) =>
            done(null, pg(client)),
        },
      });
      ends.push(() => knex.destroy());
      return (name) => knex('pg_class').select('relname').where({ relname: name });
    },
  ],
  [
    'drizzle',
    () => {
      const pool = pg(new postgres.Pool(config));
      ends.push(() => pool.end());
      const database = drizzle({ client: pool });
      return async (name) =>
        (
          await database.execute<{ relname: string }>(
            drizzleSql`select relname from pg_class where relname = ${name}`,
          )
        ).rows;
    },
  ],
];

it.each(builders)('%s', async (_name, make) => {
  const find = make();
  const { recorder, traces } = record();
  expect(await recorder.segment('shop', () => find('pg_proc'))).toEqual([{ relname: 'pg_proc' }]);
  const calls = only(traces).subsegments?.filter(({ name }) => name === 'postgres@127.0.0.1') ?? [];
  expect(calls.map(({ sql }) => sql?.sanitized_query?.replaceAll('"', ''))).toEqual([
    expect.stringMatching(/^select relname from pg_class where relname = (\$1|\?)$/),
  ]);
  expect(JSON.stringify(calls)).not.toContain('pg_proc');
});
