import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const cache = join(import.meta.dirname, '../../../../.cache/better-sqlite3');

/** The last version that Node 20 takes. */
export const betterSqlite3Version = '12.11.1';

/**
 * The folder of better-sqlite3, installed into `.cache/` once for each version of Node's interface. npm fetches its binary or,
 * where that is not to be had, compiles it, which takes a compiler and half a minute.
 */
export async function installBetterSqlite3(): Promise<string> {
  const place = join(cache, `${betterSqlite3Version}-${process.versions.modules}`);
  const folder = join(place, 'node_modules/better-sqlite3');
  if (existsSync(folder)) return folder;
  // Beside its place first: a half one must not be taken for a whole.
  const staging = `${place}.${process.pid}`;
  mkdirSync(staging, { recursive: true });
  writeFileSync(join(staging, 'package.json'), '{"private":true}');
  const flags = ['--no-audit', '--no-fund', '--no-package-lock'];
  // SQLite is asked for little here: compiling it without optimisations takes a third of the time.
  const env = { ...process.env, CFLAGS: '-O0', CXXFLAGS: '-O0' };
  await run('npm', ['install', ...flags, `better-sqlite3@${betterSqlite3Version}`], { cwd: staging, env });
  try {
    renameSync(staging, place);
  } catch (error) {
    if (!existsSync(folder)) throw error;
    rmSync(staging, { recursive: true });
  }
  return folder;
}
