import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type InstalledSdk, installSdk } from './rig/installed-sdk.js';

const run = promisify(execFile);
const root = join(import.meta.dirname, '..');
const manifest = JSON.parse(readFileSync(join(root, 'packages/sdk/package.json'), 'utf8')) as {
  exports: Record<string, unknown>;
};
const subpaths = Object.keys(manifest.exports).map((path) => path.slice(2));
const named = ['aws', 'bullmq', 'graphql', 'ioredis', 'logs', 'mysql2', 'pg', 'redis', 'sqlite'];

let project: InstalledSdk;
beforeAll(async () => {
  project = await installSdk({ type: 'module' });
}, 120_000);
afterAll(() => project?.remove());

const specifier = (path: string): string => `@radiograph/sdk${path === '' ? '' : `/${path}`}`;

test('every entry loads as an ES module and by require, where none of the libraries is installed', async () => {
  project.write({
    'load.mjs': `const names = {};
      for (const path of ${JSON.stringify(subpaths)}) names[path] = Object.keys(await import('@radiograph/sdk' + (path && '/' + path)));
      console.log(JSON.stringify(names));`,
    'load.cjs': `const names = {};
      for (const path of ${JSON.stringify(subpaths)}) names[path] = Object.keys(require('@radiograph/sdk' + (path && '/' + path)));
      console.log(JSON.stringify(names));`,
  });
  const [esm, cjs] = await Promise.all(
    ['load.mjs', 'load.cjs'].map(async (file) => {
      const { stdout } = await run(process.execPath, [file], { cwd: project.folder });
      return JSON.parse(stdout) as Record<string, string[]>;
    }),
  );
  for (const path of subpaths) expect(cjs?.[path]?.sort(), path).toEqual(esm?.[path]?.sort());
  for (const path of named) expect(esm?.[path], 'each export is named after its subpath').toContain(path);
});

test('the types of every integration of a library are read where that library is not installed', async () => {
  const names = named.map((path) => `import { ${path} } from '${specifier(path)}';`);
  project.lend('@types/node', 'undici-types');
  const text = `${names.join('\n')}\nexport const all: readonly unknown[] = [${named.join(', ')}];\n`;
  project.write({
    'types.mts': text,
    'types.cts': text,
    'tsconfig.json': JSON.stringify({
      compilerOptions: {
        module: 'nodenext',
        target: 'es2023',
        lib: ['es2023', 'esnext.disposable'],
        types: ['node'],
        strict: true,
        noEmit: true,
        skipLibCheck: false,
      },
      files: ['types.mts', 'types.cts'],
    }),
  });
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const { stdout } = await run(process.execPath, [tsc, '-p', 'tsconfig.json'], { cwd: project.folder }).catch(
    (error: { stdout: string }) => error,
  );
  expect(stdout).toBe('');
});
