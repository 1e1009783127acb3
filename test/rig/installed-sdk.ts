import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const packScript = join(import.meta.dirname, '../../scripts/pack.mjs');

/** A project that has the SDK as npm would give it: packed, and installed from the tarballs. */
export interface InstalledSdk {
  readonly folder: string;
  /** Writes files, by path within the project. */
  write(files: Readonly<Record<string, string>>): void;
  remove(): void;
}

/** Packs the SDK as it is published and installs it into a new project, without the network. */
export async function installSdk(manifest: object = {}): Promise<InstalledSdk> {
  const folder = mkdtempSync(join(tmpdir(), 'radiograph-project-'));
  const { stdout } = await run(process.execPath, [packScript, folder, 'sdk', 'protocol']);
  const tarballs = stdout.trim().split('\n');
  const write = (files: Readonly<Record<string, string>>): void => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(join(folder, path, '..'), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
  };
  write({ 'package.json': JSON.stringify({ name: 'project', private: true, ...manifest }) });
  const flags = ['--offline', '--no-audit', '--no-fund', '--no-package-lock'];
  await run('npm', ['install', ...flags, ...tarballs], { cwd: folder });
  return { folder, write, remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }) };
}
