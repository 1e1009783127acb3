import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const cache = join(import.meta.dirname, '../../../../.cache/debian');

/**
 * Debian's packages, downloaded and unpacked into `.cache/` once, without installing anything or starting a service.
 *
 * @returns the folder that stands for `/`, and the environment that lets its programs find their libraries
 */
export async function debianPackages(
  name: string,
  packages: readonly string[],
): Promise<{ root: string; env: Readonly<Record<string, string>> }> {
  const root = join(cache, name);
  if (!existsSync(root)) await unpack(root, packages);
  const libraries = [
    'usr/lib/x86_64-linux-gnu',
    'lib/x86_64-linux-gnu',
    'usr/lib/aarch64-linux-gnu',
    'lib/aarch64-linux-gnu',
  ];
  return { root, env: { LD_LIBRARY_PATH: libraries.map((folder) => join(root, folder)).join(':') } };
}

async function unpack(root: string, packages: readonly string[]): Promise<void> {
  // Beside its place first: two test processes may do this at once, and a half one must not be taken for a whole.
  const staging = `${root}.${process.pid}`;
  const downloads = join(staging, 'downloads');
  mkdirSync(downloads, { recursive: true });
  try {
    await run('apt-get', ['download', ...packages], { cwd: downloads });
  } catch {
    await run('apt-get', ['update', '-q']);
    await run('apt-get', ['download', ...packages], { cwd: downloads });
  }
  for (const file of readdirSync(downloads)) await run('dpkg', ['-x', join(downloads, file), staging]);
  rmSync(downloads, { recursive: true });
  try {
    renameSync(staging, root);
  } catch (error) {
    if (!existsSync(root)) throw error;
    rmSync(staging, { recursive: true });
  }
}
