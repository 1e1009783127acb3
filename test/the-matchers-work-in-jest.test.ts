import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type InstalledSdk, installSdk } from './rig/installed-sdk.js';

const jest = join(createRequire(import.meta.url).resolve('jest/package.json'), '../bin/jest.js');
let project: InstalledSdk;

const source = `
const xray = require('@radiograph/sdk');
const { FakeClock, memory, matchers, SequentialIds } = require('@radiograph/sdk/testing');
expect.extend(matchers);

const recorder = new xray.Recorder({ sampling: 'all', clock: new FakeClock(), ids: new SequentialIds() });
const traces = memory(recorder);
beforeEach(() => traces.clear());

async function checkout(items) {
  await recorder.segment('shop', () =>
    xray.capture('load cart', async (cart) => {
      await null;
      cart.annotate('items', items);
      if (items === 0) throw new RangeError('the cart is empty');
    }));
}

test('a cart is annotated', async () => {
  await checkout(3);
  expect(traces).toHaveSubsegment({ name: 'load cart', annotations: { items: expect.any(Number) }, inside: 'shop' });
  expect(traces).not.toHaveFault();
});

test('an empty cart is a fault', async () => {
  await expect(checkout(0)).rejects.toThrow('empty');
  expect(traces).toHaveFault('load cart');
  expect(traces).toHaveException({ type: 'RangeError', message: 'empty' });
});
`;

beforeAll(async () => {
  project = await installSdk({ jest: { testEnvironment: 'node' } });
  project.write({
    'passes.test.js': source,
    'fails.test.js': source
      .replace('await checkout(3)', 'await checkout(4)')
      .replace('expect.any(Number)', '3'),
  });
});
afterAll(() => project.remove());

function runJest(file: string): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [jest, file, '--colors=false'], {
    cwd: project.folder,
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '', AWS_XRAY_CONTEXT_MISSING: '', FORCE_COLOR: '0' },
  });
  return { status, output: `${stdout}${stderr}` };
}

test('a Jest project tests its instrumentation with the packed SDK', () => {
  const { status, output } = runJest('passes');
  expect(output).toContain('Tests:       2 passed, 2 total');
  expect(status).toBe(0);
});

test('a failing Jest test shows the trace', () => {
  const { status, output } = runJest('fails');
  expect(output).toContain('Tests:       1 failed, 1 passed, 2 total');
  expect(output).toContain('└─ load cart  annotations { items: 4 }');
  expect(output).toContain('annotations.items: 4, not 3');
  expect(status).toBe(1);
});
