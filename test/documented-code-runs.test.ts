import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { transform } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { codeBlocks } from './rig/documented-code.js';
import { type InstalledSdk, installSdk } from './rig/installed-sdk.js';

const run = promisify(execFile);
const root = join(import.meta.dirname, '..');
const { resolve } = createRequire(import.meta.url);

/** The pages whose code is a program of its own; that of getting-started.md is followed step by step by another test. */
const pages = ['concepts', 'configuration', 'sampling', 'testing', 'lambda'];
const blocks = pages
  .flatMap((page) =>
    codeBlocks(readFileSync(join(root, 'docs', `${page}.md`), 'utf8')).map((block) => ({ page, ...block })),
  )
  .filter(({ info }) => info !== '')
  .map((block) => ({ ...block, name: `${block.page}-${block.line}` }));
const programs = blocks.filter(({ info }) => info === 'ts');
const vitestFiles = blocks.filter(({ info }) => info === 'ts vitest');
const jestFiles = blocks.filter(({ info }) => info === 'js jest');
let project: InstalledSdk;

beforeAll(async () => {
  project = await installSdk({ type: 'module' });
  project.lend('@types/node', 'undici-types', 'vitest');
  for (const { name, code } of programs)
    project.write({
      [`${name}.mts`]: code,
      [`${name}.mjs`]: (await transform(code, { loader: 'ts', target: 'node20' })).code,
    });
  for (const { name, code } of vitestFiles) project.write({ [`${name}.test.mts`]: code });
  for (const { name, code } of jestFiles)
    project.write({
      [`${name}.jest.cjs`]: `${code}\ntest('it works', () => expect([]).not.toHaveFault());\n`,
    });
});
afterAll(() => project.remove());

test('every block is of a kind that is run', () => {
  expect(programs.length + vitestFiles.length + jestFiles.length).toBe(blocks.length);
  expect(programs.length).toBeGreaterThan(8);
});

test('every block is typed right', async () => {
  const compilerOptions = {
    ...{ strict: true, noEmit: true, module: 'nodenext', target: 'es2023', skipLibCheck: true },
    ...{ exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true, types: ['node'] },
  };
  project.write({ 'tsconfig.json': JSON.stringify({ compilerOptions, include: ['*.mts'] }) });
  const compiler = join(resolve('typescript/package.json'), '../bin/tsc');
  const { stdout } = await run(process.execPath, [compiler, '-p', '.'], { cwd: project.folder }).catch(
    (error: { stdout: string }) => error,
  );
  expect(stdout).toBe('');
});

test.each(programs)('$name runs', async ({ name }) => {
  const env = { PATH: process.env['PATH'] };
  const { stderr } = await run(process.execPath, [`${name}.mjs`], { cwd: project.folder, env });
  expect(stderr).toBe('');
});

test.each(vitestFiles)('$name passes in vitest', async ({ name }) => {
  const vitest = join(resolve('vitest/package.json'), '../vitest.mjs');
  const args = [vitest, 'run', `${name}.test.mts`, '--root', '.', '--reporter=json'];
  const env = { PATH: process.env['PATH'] };
  const { stdout } = await run(process.execPath, args, { cwd: project.folder, env });
  expect(JSON.parse(stdout.slice(stdout.indexOf('{')))).toMatchObject({ success: true, numPassedTests: 2 });
});

test.each(jestFiles)('$name passes in Jest', async ({ name }) => {
  const jest = join(resolve('jest/package.json'), '../bin/jest.js');
  const args = [jest, '--rootDir=.', '--testMatch=**/*.jest.cjs', '--testEnvironment=node', name];
  const env = { PATH: process.env['PATH'] };
  const { stderr } = await run(process.execPath, args, { cwd: project.folder, env });
  expect(stderr).toContain('1 passed, 1 total');
});
