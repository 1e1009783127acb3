import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { temporaryFolder } from '@radiograph/testkit';
import { describe, expect, it } from 'vitest';
import { findNode } from './rig/node-versions.js';

const run = promisify(execFile);
const root = join(import.meta.dirname, '..');

/** The driver that the store takes on each version of Node. The one that runs this is held by the store's own tests. */
const drivers = [
  [20, 'libsql'],
  [24, 'node:sqlite'],
] as const;

const tellEngine = `
  const { openStore } = await import('@radiograph/store');
  const store = await openStore({ folder: process.argv[1] });
  console.log((await store.status()).engine);
  await store.close();
`;

describe('the store', () => {
  for (const [major, driver] of drivers) {
    it(`keeps all that it claims on Node ${major}, on ${driver}`, { timeout: 300_000 }, async (test) => {
      const node = await findNode(major);
      if ('missing' in node) return test.skip(node.missing);
      await using folder = await temporaryFolder();
      const told = await run(node.path, ['--input-type=module', '-e', tellEngine, folder.path], {
        cwd: root,
      });
      expect(told.stdout.trim()).toBe(driver);
      if (process.versions.node.startsWith(`${major}.`)) return;
      const suite = [
        'packages/store/test/every-claim',
        'packages/store/test/a-store-of-an-earlier-schema',
        'packages/store/test/old-traces-are-packed',
        'packages/store/test/a-damaged',
        'packages/store/test/what-was-not-closed',
      ];
      const { stdout } = await run(node.path, ['node_modules/vitest/vitest.mjs', 'run', ...suite], {
        cwd: root,
        env: { ...process.env, NO_COLOR: '1' },
      });
      expect(stdout).toMatch(/Test Files +7 passed/);
    });
  }
});
