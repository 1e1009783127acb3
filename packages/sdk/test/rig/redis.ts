import { join } from 'node:path';
import { debianPackages } from './debian-packages.js';
import { type ServerProcess, startServer } from './server-process.js';

/** Starts a Redis that keeps nothing on disk. */
export async function startRedis(): Promise<ServerProcess> {
  const libraries = [
    'liblzf1',
    'libjemalloc2',
    'liblua5.1-0',
    'lua-cjson',
    'lua-bitop',
    'libatomic1',
    'libsystemd0',
  ];
  const { root, env } = await debianPackages('redis', ['redis-server', 'redis-tools', ...libraries]);
  return startServer({
    command: join(root, 'usr/bin/redis-server'),
    args: (port) => ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'],
    env,
  });
}
