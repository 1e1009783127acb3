import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { debianPackages } from './debian-packages.js';
import { type ServerProcess, startServer } from './server-process.js';
import { dataFolder, runnable, unprivileged } from './unprivileged.js';

const run = promisify(execFile);

/** Starts a MariaDB with an empty database `test`; whoever connects may do everything. */
export async function startMariaDb(): Promise<ServerProcess> {
  const unpacked = await debianPackages('mariadb', [
    'mariadb-server-core',
    'mariadb-client-core',
    'mariadb-common',
    'liburing2',
    'libaio1',
    'libnuma1',
    'libncurses6',
  ]);
  const root = runnable(join(unpacked.root, 'usr'), 'sbin/mariadbd', 'radiograph-mariadb');
  const folder = dataFolder('mariadb');
  const env = {
    ...unpacked.env,
    LD_LIBRARY_PATH: `${unpacked.env['LD_LIBRARY_PATH']}:${join(root, 'lib/x86_64-linux-gnu')}`,
  };
  const asNobody = unprivileged === undefined ? {} : { uid: unprivileged, gid: unprivileged };
  const place = ['--no-defaults', `--basedir=${root}`, `--datadir=${folder}`];
  await run(
    join(root, 'bin/mariadb-install-db'),
    [...place, '--skip-test-db', '--auth-root-authentication-method=normal'],
    {
      env: { ...process.env, ...env },
      ...asNobody,
    },
  );
  return startServer({
    command: join(root, 'sbin/mariadbd'),
    args: (port) => [
      ...place,
      `--port=${port}`,
      '--bind-address=127.0.0.1',
      `--socket=${join(folder, 'socket')}`,
      `--lc-messages-dir=${join(root, 'share/mysql')}`,
      '--skip-grant-tables',
      '--skip-networking=0',
      '--innodb-flush-log-at-trx-commit=0',
    ],
    env,
    uid: unprivileged,
    folder,
  });
}
