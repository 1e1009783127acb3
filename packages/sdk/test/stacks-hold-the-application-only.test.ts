import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { ExceptionDocument } from '@radiograph/protocol';
import { expect, test } from 'vitest';
import { placeOf, withoutOwnFrames } from '../src/exception/own-frames.js';
import { only, record } from './recording.js';

const packageRoot = fileURLToPath(new URL('..', import.meta.url));

function exceptions(document: { readonly cause?: unknown }): readonly ExceptionDocument[] {
  return (document.cause as { exceptions: ExceptionDocument[] }).exceptions;
}

test('frames of this package, and of the storage that it runs bodies in, are left out', async () => {
  const { recorder, traces } = record();
  const placeOrder = async (): Promise<void> => {
    throw new Error('sold out');
  };
  const handle = (): Promise<void> => recorder.capture('order', placeOrder);
  await recorder.segment('shop', handle).catch(() => {});
  const order = only(traces).subsegments?.[0];
  const frames = exceptions(order ?? {})[0]?.stack ?? [];
  expect(frames.slice(0, 2).map(({ label }) => label)).toEqual(['placeOrder', 'handle']);
  expect(frames.filter(({ path }) => path?.includes('/sdk/src/'))).toEqual([]);
  expect(frames.filter(({ label }) => label?.startsWith('AsyncLocalStorage'))).toEqual([]);
});

test('a package from npm is a folder; one that was bundled with an application is known by its functions', () => {
  const installed = placeOf('/app/node_modules/@radiograph/sdk/dist/esm/index.js');
  const frames = [
    { path: '/app/cart.js', line: 1, label: 'capture' },
    { path: 'node:async_hooks', line: 2, label: 'AsyncLocalStorage.run' },
    { path: '/app/node_modules/@radiograph/sdk/dist/cjs/index.js', line: 3, label: 'runAndClose' },
    { path: 'node:async_hooks', line: 4, label: 'AsyncLocalStorage.run' },
    { path: '/app/store.js', line: 5, label: 'runAndClose' },
  ];
  expect(withoutOwnFrames(frames, installed).map(({ line }) => line)).toEqual([1, 4, 5]);
  const bundled = placeOf('C:\\app\\dist\\server.js');
  const inBundle = ['placeOrder', 'runAndClose', 'RecordedSegment.capture', 'Recorder.capture', 'handle'];
  expect(
    withoutOwnFrames(
      inBundle.map((label) => ({ path: 'C:\\app\\dist\\server.js', label })),
      bundled,
    ).map(({ label }) => label),
  ).toEqual(['placeOrder', 'handle']);
});

test('an application may say what is written of an error', () => {
  const { recorder, traces, logged } = record({
    formatException: (error) => {
      if (!(error instanceof RangeError)) return undefined;
      if (error.message === 'broken') throw new Error('in the formatter');
      return { type: 'OutOfRange', message: 'hidden', stack: [{ path: 'cart.js', line: 7, label: 'total' }] };
    },
  });
  const add = (error: unknown): ExceptionDocument => {
    traces.clear();
    recorder.segment('shop', (segment) => segment.addError(error));
    return exceptions(only(traces))[0] ?? {};
  };
  expect(add(new RangeError('secret'))).toMatchObject({
    type: 'OutOfRange',
    message: 'hidden',
    stack: [{ path: 'cart.js', line: 7, label: 'total' }],
  });
  expect(add(new TypeError('usual'))).toMatchObject({ type: 'TypeError', message: 'usual' });
  expect(add(new RangeError('broken'))).toMatchObject({ type: 'RangeError', message: 'broken' });
  expect(logged.map(({ code }) => code)).toEqual(['sdk/exception-format-failed']);
});

test('what a formatter gives that is no text, frame list or object is written as usual', () => {
  const odd = { type: 7, message: null, stack: 'none', remote: 'yes' } as never;
  const { recorder, traces } = record({ formatException: () => odd });
  recorder.segment('shop', (segment) => segment.addError(new Error('as usual')));
  expect(exceptions(only(traces))[0]).toMatchObject({ type: 'Error', message: 'as usual' });
  expect(exceptions(only(traces))[0]).not.toHaveProperty('remote');
  expect(() => record({ formatException: 'no function' as never })).toThrow('sdk/invalid-option');
});

/** Every line of the program comes from line 10 of `cart.ts`. */
function withSourceMap(program: string): string {
  const mappings = `AASA${';AAAA'.repeat(program.split('\n').length)}`;
  const map = JSON.stringify({ version: 3, sources: ['cart.ts'], names: [], mappings });
  const url = `data:application/json;base64,${Buffer.from(map).toString('base64')}`;
  return `${program}\n//# sourceMappingURL=${url}\n`;
}

test('where Node maps sources, frames lead to the source', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'radiograph-maps-'));
  const program = withSourceMap(
    [
      `import { Recorder } from ${JSON.stringify(new URL('../dist/esm/index.js', import.meta.url).href)};`,
      `import { memory } from ${JSON.stringify(new URL('../dist/esm/testing/index.js', import.meta.url).href)};`,
      `const recorder = new Recorder({ sampling: 'all' });`,
      'const traces = memory(recorder);',
      `function total() { throw new Error('no total'); }`,
      `try { recorder.segment('shop', total); } catch {}`,
      'console.log(JSON.stringify(traces.documents[0].cause.exceptions[0].stack[0]));',
    ].join('\n'),
  );
  await writeFile(join(folder, 'cart.mjs'), program);
  const args = ['--enable-source-maps', join(folder, 'cart.mjs')];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: packageRoot });
  await rm(folder, { recursive: true });
  expect(JSON.parse(stdout)).toEqual({ path: join(folder, 'cart.ts'), line: 10, label: 'total' });
});
