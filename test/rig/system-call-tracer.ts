import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { unpackPackages } from './unpacked-packages.js';

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
  if (!existsSync(join(cache, 'usr/bin/strace'))) unpackPackages(cache, ['strace', 'libunwind8']);
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
