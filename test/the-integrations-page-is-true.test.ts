import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { betterSqlite3Version } from '../packages/sdk/test/rig/better-sqlite3.js';
import { nodeVersions } from './rig/node-versions.js';

const root = join(import.meta.dirname, '..');
const page = readFileSync(join(root, 'docs/integrations.md'), 'utf8');

test('docs/integrations.md says what the integrations say of themselves', () => {
  const script = join(root, 'scripts/render-integrations.mjs');
  const { status, stderr } = spawnSync(process.execPath, [script, '--check'], { encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(status).toBe(0);
});

test('every version that it calls tested is one of that library that the tests have', () => {
  const { dependencies } = JSON.parse(readFileSync(join(root, 'test/package.json'), 'utf8')) as {
    dependencies: Readonly<Record<string, string>>;
  };
  const installed = new Set([`better-sqlite3@${betterSqlite3Version}`]);
  for (const [name, version] of Object.entries(dependencies))
    installed.add(version.startsWith('npm:') ? version.slice('npm:'.length) : `${name}@${version}`);
  for (const major of Object.keys(nodeVersions)) installed.add(`Node ${major}`);
  const rows = page.split('\n').filter((line) => line.startsWith('| [`/'));
  expect(rows.length).toBeGreaterThan(20);
  const tested = rows.flatMap((line) => {
    const [, , library = '', , versions = ''] = line.split('|').map((cell) => cell.trim());
    return versions.split(', ').map((one) => (one.startsWith('Node ') ? one : `${library}@${one}`));
  });
  expect(tested.filter((one) => !installed.has(one))).toEqual([]);
});
