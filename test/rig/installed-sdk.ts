import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const modules = join(import.meta.dirname, '../../node_modules');
/** Where npm puts versions that another workspace has otherwise. */
const ownModules = join(import.meta.dirname, '../node_modules');
const packScript = join(import.meta.dirname, '../../scripts/pack.mjs');

/** A project that has the SDK as npm would give it: packed, and installed from the tarballs. */
export interface InstalledSdk {
  readonly folder: string;
  /** Writes files, by path within the project. */
  write(files: Readonly<Record<string, string>>): void;
  /** Lends packages of this repository, as if they had been installed. */
  lend(...names: string[]): void;
  /** Lends a package that lies elsewhere. */
  lendFolder(name: string, folder: string): void;
  remove(): void;
}

/** Packs the SDK as it is published into a folder, and gives the tarballs. */
export async function packSdk(folder: string): Promise<string[]> {
  const { stdout } = await run(process.execPath, [packScript, folder, 'sdk', 'protocol']);
  return stdout.trim().split('\n');
}

/** Packs the SDK as it is published and installs it into a new project, without the network. */
export async function installSdk(manifest: object = {}): Promise<InstalledSdk> {
  const folder = mkdtempSync(join(tmpdir(), 'radiograph-project-'));
  const tarballs = await packSdk(folder);
  const write = (files: Readonly<Record<string, string>>): void => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(join(folder, path, '..'), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
  };
  write({ 'package.json': JSON.stringify({ name: 'project', private: true, ...manifest }) });
  const flags = ['--offline', '--no-audit', '--no-fund', '--no-package-lock'];
  await run('npm', ['install', ...flags, ...tarballs], { cwd: folder });
  const lend = (...names: string[]): void => lendPackages(folder, names);
  return {
    folder,
    write,
    lend,
    lendFolder: (name, place) => symlinkSync(place, join(folder, 'node_modules', name), 'junction'),
    remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }),
  };
}

/** Links packages of this repository into a project; what they need themselves they find where they really are. */
export function lendPackages(folder: string, names: readonly string[]): void {
  for (const name of names) {
    const place = join(folder, 'node_modules', name);
    if (existsSync(place)) continue;
    mkdirSync(join(place, '..'), { recursive: true });
    const own = join(ownModules, name);
    symlinkSync(existsSync(own) ? own : join(modules, name), place, 'junction');
  }
}
