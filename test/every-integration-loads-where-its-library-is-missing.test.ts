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

/** How applications in TypeScript have their modules resolved. */
const resolutions = {
  nodenext: { module: 'nodenext', moduleResolution: 'nodenext' },
  node16: { module: 'node16', moduleResolution: 'node16' },
  'a bundler': { module: 'esnext', moduleResolution: 'bundler' },
  'a bundler, modules kept': { module: 'preserve', moduleResolution: 'bundler' },
};

test.each(Object.entries(resolutions))(
  'the types of every entry are read where no library is installed, resolved for %s',
  async (_name, options) => {
    const imports = subpaths.map((path, at) => `import * as entry${at} from '${specifier(path)}';`);
    const names = named.map((path) => `import { ${path} } from '${specifier(path)}';`);
    const values = [...subpaths.map((_path, at) => `entry${at}`), ...named];
    const text = `${[...imports, ...names].join('\n')}\nexport const all: readonly unknown[] = [${values.join(', ')}];\n`;
    project.lend('@types/node', 'undici-types');
    project.write({
      'types.mts': text,
      'types.cts': text,
      'types.ts': text,
      'tsconfig.json': JSON.stringify({
        compilerOptions: {
          ...options,
          target: 'es2023',
          lib: ['es2023', 'esnext.disposable'],
          types: ['node'],
          strict: true,
          noEmit: true,
          skipLibCheck: false,
        },
        files: ['types.mts', 'types.cts', 'types.ts'],
      }),
    });
    const tsc = join(root, 'node_modules/typescript/bin/tsc');
    const { stdout } = await run(process.execPath, [tsc, '-p', 'tsconfig.json'], {
      cwd: project.folder,
    }).catch((error: { stdout: string }) => error);
    expect(stdout).toBe('');
  },
);
