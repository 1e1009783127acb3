import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type InstalledSdk, installSdk } from '../rig/installed-sdk.js';
import { runFunction, TRACE } from '../rig/lambda/lambda-rig.js';

/** Texts that only the rest of the SDK has: it asks for sampling rules, and reads options. */
const rest = ['GetSamplingRules', 'a whole number, 0 or more', 'formatException is no function'];
const forms: Readonly<Record<string, string>> = {
  'from the entry for Lambda': `import { capture, lambda } from '@radiograph/sdk/lambda';`,
  'from both entries': `import { capture } from '@radiograph/sdk'; import { lambda } from '@radiograph/sdk/lambda';`,
  'with calls that are recorded': `
    import { capture, lambda } from '@radiograph/sdk/lambda';
    import { aws } from '@radiograph/sdk/aws';
    import { captureFetch } from '@radiograph/sdk/fetch';
    import { captureHttp } from '@radiograph/sdk/http';
    captureFetch();
    captureHttp();
    aws({ middlewareStack: { add() {} }, config: {} });`,
};
const handler = `export const main = lambda(() => capture('work', async () => 'done'), { name: 'handler' });`;

let project: InstalledSdk;
beforeAll(async () => {
  project = await installSdk();
}, 120_000);
afterAll(() => project?.remove());

/** Bundles a function with the SDK as npm gives it; gives the folder and the text. */
async function bundle(name: string, code: string): Promise<{ folder: string; text: string }> {
  const folder = join(project.folder, name);
  mkdirSync(folder, { recursive: true });
  const outfile = join(folder, 'index.js');
  await build({
    stdin: { contents: code, resolveDir: project.folder, loader: 'js' },
    outfile,
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    logLevel: 'error',
  });
  return { folder, text: readFileSync(outfile, 'utf8') };
}

it.each(Object.entries(forms))(
  'a bundle of what records inside an invocation, %s, holds nothing else',
  async (name, imports) => {
    const { folder, text } = await bundle(name.replaceAll(' ', '-'), `${imports}\n${handler}`);
    expect(rest.filter((part) => text.includes(part))).toEqual([]);
    const running = await runFunction({ ...project, folder }, 'index.main');
    expect((await running.invoke({ event: {}, trace: TRACE })).body).toBe('"done"');
  },
);

it('what configures brings the rest, and both record in one', async () => {
  const { folder, text } = await bundle(
    'configured',
    `import { configure } from '@radiograph/sdk';
     ${forms['from the entry for Lambda']}
     configure({ formatException: () => ({ message: 'as configured' }) });
     export const main = lambda(() => capture('work', async () => { throw new Error('no') }), { name: 'handler' });`,
  );
  expect(rest.filter((part) => text.includes(part))).toEqual(rest);
  const running = await runFunction({ ...project, folder }, 'index.main');
  await running.invoke({ event: {}, trace: TRACE });
  const [work] = await running.daemon.received(2);
  expect(work).toMatchObject({
    name: 'work',
    fault: true,
    cause: { exceptions: [{ message: 'as configured' }] },
  });
});
