/**
 * Runs a server as long as whoever started this lives: when standard input ends, also because the test was killed, the
 * server is ended by its process id and its folder is taken away.
 * usage: node guard.mjs JSON   with { command, args, env, uid, folder }
 */
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';

const { command, args, env, uid, folder } = JSON.parse(process.argv[2] ?? '');
const child = spawn(command, args, {
  env: { ...process.env, ...env },
  stdio: ['ignore', 'pipe', 'pipe'],
  ...(uid !== undefined && { uid, gid: uid }),
});
child.stdout.pipe(process.stdout);
child.stderr.pipe(process.stderr);
process.stdout.on('error', () => {});
process.stderr.on('error', () => {});
child.once('error', (error) => {
  process.stderr.write(`${error.message}\n`);
  finish(1);
});
child.once('exit', (code) => finish(code ?? 1));
process.stdin.resume().once('end', stop).once('error', stop);
process.once('SIGTERM', stop);

function stop() {
  // SIGINT ends PostgreSQL at once without waiting for its clients, and MariaDB and Redis orderly.
  child.kill(command.endsWith('postgres') ? 'SIGINT' : 'SIGTERM');
  setTimeout(() => child.kill('SIGKILL'), 5000).unref();
}

function finish(code) {
  if (folder) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  process.exit(code);
}
