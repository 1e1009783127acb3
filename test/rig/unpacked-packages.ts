import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Downloads packages of Debian or Ubuntu and unpacks them into a folder; nothing is installed. Where that fails, nothing is there. */
export function unpackPackages(folder: string, names: readonly string[]): void {
  mkdirSync(join(folder, 'lists/partial'), { recursive: true });
  mkdirSync(join(folder, 'archives/partial'), { recursive: true });
  const own = [
    '-o',
    `Dir::State::lists=${join(folder, 'lists')}`,
    '-o',
    `Dir::Cache=${folder}`,
    '-o',
    'APT::Sandbox::User=root',
  ];
  spawnSync('apt-get', [...own, 'update']);
  // One by one: a name that this release does not have must not keep the others away.
  for (const name of names) spawnSync('apt-get', [...own, 'download', name], { cwd: folder });
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.deb'))) {
    spawnSync('dpkg', ['-x', file, '.'], { cwd: folder });
  }
}

/** Where the libraries of unpacked packages are, as `LD_LIBRARY_PATH` has it. */
export function libraryPath(folder: string): string {
  const roots = ['usr/lib', 'lib'].map((name) => join(folder, name)).filter((path) => existsSync(path));
  return roots.flatMap((path) => readdirSync(path).map((name) => join(path, name))).join(':');
}
