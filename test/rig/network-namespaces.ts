import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { libraryPath, unpackPackages } from './unpacked-packages.js';

const cache = join(import.meta.dirname, '../../.cache/iproute2');
// Not those under sbin, which are links to the machine's own.
const unpacked = ['bin/ip', 'usr/bin/ip'].map((path) => join(cache, path));

/** How to make network namespaces; or why it cannot be done, and whether this machine's owner could change that by a package. */
export type Namespaces =
  | { readonly ip: string; readonly libraries: string }
  | { readonly missing: string; readonly forbidden: boolean };

/**
 * Finds out whether this user may make network namespaces (root may, and others where the kernel lets users have namespaces of
 * their own), and finds `ip`: the machine's own, or Debian's package unpacked into the clone's cache.
 */
export function networkNamespaces(): Namespaces {
  const made = spawnSync('unshare', ['-r', '-n', 'true'], { encoding: 'utf8' });
  if (made.status !== 0) {
    const why = made.error?.message ?? made.stderr.trim();
    return { missing: `network namespaces are not permitted here (unshare -r -n: ${why})`, forbidden: true };
  }
  if (makesPair('ip', '')) return { ip: 'ip', libraries: '' };
  if (found() === undefined)
    unpackPackages(cache, ['iproute2', 'libbpf1', 'libelf1', 'libelf1t64', 'libmnl0', 'libcap2']);
  const ip = found();
  const libraries = libraryPath(cache);
  if (ip !== undefined && makesPair(ip, libraries)) return { ip, libraries };
  if (ip !== undefined || spawnSync('ip', ['-V']).status === 0)
    return {
      missing: 'the kernel makes no virtual network cards (ip link add … type veth)',
      forbidden: true,
    };
  return {
    missing: 'ip is not installed and could not be downloaded: apt-get install iproute2',
    forbidden: false,
  };
}

function found(): string | undefined {
  return unpacked.find((path) => existsSync(path));
}

function makesPair(ip: string, libraries: string): boolean {
  const command = [ip, 'link', 'add', 'one', 'type', 'veth', 'peer', 'name', 'other'];
  const env = { ...process.env, LD_LIBRARY_PATH: libraries };
  return spawnSync('unshare', ['-r', '-n', ...command], { env }).status === 0;
}
