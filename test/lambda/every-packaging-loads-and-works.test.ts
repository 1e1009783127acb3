import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { type InstalledSdk, installSdk } from '../rig/installed-sdk.js';
import { outline, runFunction, TRACE, TRACE_ID } from '../rig/lambda/lambda-rig.js';

/** As Lambda starts Node 20 and 22: what is CommonJS cannot load ES modules. */
const flags = ['--no-experimental-require-module'];

const asModule = `
import * as xray from '@radiograph/sdk';
import { lambda } from '@radiograph/sdk/lambda';
export const main = lambda(async () => xray.capture('work', async () => 'done'), { name: 'handler' });
`;
const asCommonJs = `
const xray = require('@radiograph/sdk');
const { lambda } = require('@radiograph/sdk/lambda');
exports.main = lambda(async () => xray.capture('work', async () => 'done'), { name: 'handler' });
`;

let project: InstalledSdk;
beforeAll(async () => {
  project = await installSdk();
  project.write({
    'commonjs.js': asCommonJs,
    'module.mjs': asModule,
    // A container image: the application below a folder of its own, the packages beside it.
    'src/app/package.json': '{ "type": "module" }',
    'src/app/index.js': asModule,
  });
}, 120_000);
afterAll(() => project?.remove());

async function works(folder: string, handler: string): Promise<void> {
  const running = await runFunction({ ...project, folder }, handler, { flags });
  expect(await running.invoke({ event: {}, trace: TRACE })).toEqual({ kind: 'response', body: '"done"' });
  const subsegment = { type: 'subsegment', trace_id: TRACE_ID };
  expect(outline(await running.daemon.received(2))).toEqual([
    { ...subsegment, name: 'work', in: 'handler' },
    { ...subsegment, name: 'handler', in: 'facade' },
  ]);
}

it.each([
  ['CommonJS', 'commonjs.main'],
  ['ES modules', 'module.main'],
  ['the folders of a container image', 'src/app/index.main'],
])('%s', (_what, handler) => works(project.folder, handler));

it.each([
  ['cjs', 'index.js'],
  ['esm', 'index.mjs'],
] as const)(
  'one minified file made by esbuild, as %s, with nothing installed beside it',
  async (format, file) => {
    const folder = mkdtempSync(join(tmpdir(), 'radiograph-bundle-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
    const { warnings, metafile } = await build({
      entryPoints: [join(project.folder, 'module.mjs')],
      outfile: join(folder, file),
      bundle: true,
      minify: true,
      format,
      platform: 'node',
      target: 'node20',
      metafile: true,
      logLevel: 'silent',
    });
    expect(warnings).toEqual([]);
    const imported = Object.values(metafile.outputs).flatMap(({ imports }) =>
      imports.map(({ path }) => path),
    );
    expect(imported.filter((path) => !path.startsWith('node:'))).toEqual([]);
    writeFileSync(join(folder, 'package.json'), '{ "type": "commonjs" }');
    expect(readdirSync(folder).sort()).toEqual([file, 'package.json'].sort());
    await works(folder, 'index.main');
  },
);
