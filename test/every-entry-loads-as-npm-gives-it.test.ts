import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type InstalledSdk, installSdk } from './rig/installed-sdk.js';

/** What each entry for requests and calls is used by; none of the libraries is installed. */
const entries: Readonly<Record<string, string>> = {
  http: 'handler',
  fetch: 'captureFetch',
  express: 'express',
  fastify: 'fastify',
  koa: 'koa',
  hono: 'hono',
  hapi: 'hapi',
  nest: 'nest',
  grpc: 'grpc',
};
const list = Object.entries(entries);
const expected = list.map(() => 'function').join();
let project: InstalledSdk;

beforeAll(async () => {
  project = await installSdk();
  project.lend('typescript', '@types/node', 'undici-types');
});
afterAll(() => project.remove());

function run(...args: string[]): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: project.folder,
    encoding: 'utf8',
  });
  return { status, output: stdout.trim() + stderr };
}

it('in a fresh ES module', () => {
  const imports = list.map(([entry, name]) => `import { ${name} } from '@radiograph/sdk/${entry}';`);
  const names = list.map(([, name]) => `typeof ${name}`);
  project.write({ 'app.mjs': `${imports.join('\n')}\nconsole.log([${names}].join());` });
  expect(run('app.mjs')).toEqual({ status: 0, output: expected });
});

it('in a fresh CommonJS module', () => {
  const names = list.map(([entry, name]) => `typeof require('@radiograph/sdk/${entry}').${name}`);
  project.write({ 'app.cjs': `console.log([${names}].join());` });
  expect(run('app.cjs')).toEqual({ status: 0, output: expected });
});

it.each(['app.mts', 'app.cts'])('in a fresh TypeScript program, %s, that checks libraries too', (file) => {
  const imports = list.map(([entry, name]) => `import { ${name} } from '@radiograph/sdk/${entry}';`);
  const names = list.map(([, name]) => name);
  project.write({ [file]: `${imports.join('\n')}\nexport const all = [${names}] as const;\n` });
  const tsc = join(project.folder, 'node_modules/typescript/bin/tsc');
  const flags = [
    '--noEmit',
    '--strict',
    '--skipLibCheck',
    'false',
    '--module',
    'nodenext',
    '--target',
    'es2022',
  ];
  expect(run(tsc, ...flags, '--types', 'node', file)).toEqual({ status: 0, output: '' });
});
