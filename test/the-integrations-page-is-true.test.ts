import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { betterSqlite3Version } from '../packages/sdk/test/rig/better-sqlite3.js';

const root = join(import.meta.dirname, '..');
const page = readFileSync(join(root, 'docs/integrations.md'), 'utf8');

test('docs/integrations.md says what the integrations say of themselves', () => {
  const script = join(root, 'scripts/render-integrations.mjs');
  const { status, stderr } = spawnSync(process.execPath, [script, '--check'], { encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(status).toBe(0);
});

test('every version that it calls tested is one that the tests have', () => {
  const { dependencies } = JSON.parse(readFileSync(join(root, 'test/package.json'), 'utf8')) as {
    dependencies: Readonly<Record<string, string>>;
  };
  const installed = Object.values(dependencies).map((version) => version.split('@').at(-1));
  installed.push(betterSqlite3Version);
  const rows = page.split('\n').filter((line) => line.startsWith('| [`/'));
  expect(rows.length).toBeGreaterThan(20);
  const tested = rows.flatMap((line) => (line.split('|')[4] ?? '').match(/\d+\.\d+\.\d+[^, ]*/g) ?? []);
  expect(tested.filter((version) => !installed.includes(version))).toEqual([]);
});
