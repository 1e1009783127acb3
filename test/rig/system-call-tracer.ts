import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const cache = join(import.meta.dirname, '../../.cache/strace');

/** How to run strace, or why it cannot be had here. */
export type Tracer = { readonly command: readonly string[] } | { readonly missing: string };

/**
 * Finds strace: the machine's own, or Debian's package downloaded and unpacked into the clone's cache (nothing is installed).
 */
export function systemCallTracer(): Tracer {
  if (process.platform !== 'linux') return { missing: `strace runs on Linux; this is ${process.platform}` };
  if (works(['strace'])) return { command: ['strace'] };
  const unpacked = [
    'env',
    `LD_LIBRARY_PATH=${join(cache, 'usr/lib/x86_64-linux-gnu')}`,
    join(cache, 'usr/bin/strace'),
  ];
  if (!existsSync(join(cache, 'usr/bin/strace'))) download();
  if (works(unpacked)) return { command: unpacked };
  return {
    missing:
      'strace is not installed and could not be downloaded: apt-get install strace, then run the tests again',
  };
}

function works(command: readonly string[]): boolean {
  const [program = '', ...args] = command;
  return spawnSync(program, [...args, '-o', '/dev/null', 'true']).status === 0;
}

function download(): void {
  mkdirSync(join(cache, 'lists/partial'), { recursive: true });
  mkdirSync(join(cache, 'archives/partial'), { recursive: true });
  const own = [
    '-o',
    `Dir::State::lists=${join(cache, 'lists')}`,
    '-o',
    `Dir::Cache=${cache}`,
    '-o',
    'APT::Sandbox::User=root',
  ];
  spawnSync('apt-get', [...own, 'update']);
  spawnSync('apt-get', [...own, 'download', 'strace', 'libunwind8'], { cwd: cache });
  for (const file of existsSync(cache) ? readdirSync(cache).filter((name) => name.endsWith('.deb')) : []) {
    spawnSync('dpkg', ['-x', file, '.'], { cwd: cache });
  }
}
