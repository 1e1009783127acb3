import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const cache = join(import.meta.dirname, '../../../.cache/node');

/** The versions of Node that contenders are compared on; npm has packages that hold nothing but their binary. */
export const nodeVersions: readonly string[] = ['20.20.2', '24.21.0'];

/**
 * The path of Node's binary of a version: the running one, else npm's, installed into `.cache/` once, where the tests keep theirs.
 * `undefined`, said loudly, where it cannot be had.
 */
export async function findNode(version: string): Promise<string | undefined> {
  const major = version.slice(0, version.indexOf('.') + 1);
  if (process.versions.node.startsWith(major)) return process.execPath;
  const name = `node-${process.platform}-${process.arch}`;
  const place = join(cache, version);
  const path = join(place, 'node_modules', name, 'bin', 'node');
  if (existsSync(path)) return path;
  try {
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, 'package.json'), '{"private":true}');
    const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock'];
    await promisify(execFile)('npm', ['install', ...flags, `${name}@${version}`], { cwd: place });
    return path;
  } catch (error) {
    console.error(`NOT MEASURED on Node ${version}, which cannot be had: ${(error as Error).message}`);
    return undefined;
  }
}
