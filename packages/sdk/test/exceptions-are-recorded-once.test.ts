import type { ExceptionDocument, SegmentDocument, SubsegmentDocument } from '@radiograph/protocol';
import { expect, test } from 'vitest';
import { parseStack } from '../src/exception/stack.js';
import { find, only, record } from './recording.js';

function exceptions(document: SegmentDocument | SubsegmentDocument): readonly ExceptionDocument[] {
  if (typeof document.cause !== 'object') throw new Error(`the cause is ${JSON.stringify(document.cause)}`);
  return document.cause.exceptions ?? [];
}

test('A4: an error is a fault with type, message, stack and the working directory', () => {
  class OutOfStock extends Error {}
  const { recorder, traces } = record();
  recorder.segment('shop', (segment) => segment.addError(new OutOfStock('none left')));
  const document = only(traces);
  expect(document).toMatchObject({ fault: true, cause: { working_directory: process.cwd() } });
  const [exception] = exceptions(document);
  expect(exception).toMatchObject({
    id: expect.stringMatching(/^[0-9a-f]{16}$/),
    type: 'OutOfStock',
    message: 'none left',
  });
  expect(exception?.stack?.[0]).toMatchObject({
    path: expect.stringMatching(/^\/.*exceptions-are-recorded-once\.test\.ts$/),
    line: expect.any(Number),
  });
});

test('an error that bubbles up is written where it was first seen, and referred to above', async () => {
  const { recorder, traces } = record();
  const running = recorder.segment('shop', () =>
    recorder.capture('outer', () =>
      recorder.capture('inner', async () => {
        throw new Error('x');
      }),
    ),
  );
  await expect(running).rejects.toThrow('x');
  const document = only(traces);
  const [exception] = exceptions(find(document, 'outer', 'inner'));
  expect(find(document, 'outer').cause).toBe(exception?.id);
  expect(document).toMatchObject({ cause: exception?.id, fault: true });
});

test('two errors of parallel work are both written, and the one that bubbles up is the one referred to', async () => {
  const { recorder, traces } = record();
  const fail = (name: string, afterMs: number): Promise<never> =>
    recorder.capture(name, async () => {
      await new Promise((waited) => setTimeout(waited, afterMs));
      throw new Error(name);
    });
  await recorder.segment('shop', async (segment) => {
    const results = await Promise.allSettled([fail('a', 10), fail('b', 1)]);
    segment.addError((results[0] as PromiseRejectedResult).reason);
  });
  const document = only(traces);
  expect(document.cause).toBe(exceptions(find(document, 'a'))[0]?.id);
  expect(exceptions(find(document, 'b'))[0]?.message).toBe('b');
});

test('causes follow as exceptions of their own, linked by id; cycles end', () => {
  const { recorder, traces } = record();
  const root = new Error('root');
  const middle = new TypeError('middle', { cause: root });
  Object.assign(root, { cause: middle });
  recorder.segment('shop', (segment) => segment.addError(new Error('top', { cause: middle })));
  const [top, second, third, ...more] = exceptions(only(traces));
  expect([top?.message, second?.message, third?.message, more.length]).toEqual(['top', 'middle', 'root', 0]);
  expect([top?.cause, second?.cause, third?.cause]).toEqual([second?.id, third?.id, second?.id]);
});

test('the errors in an AggregateError follow it; beyond twenty exceptions they are counted', () => {
  const { recorder, traces } = record();
  const errors = Array.from({ length: 30 }, (_, i) => new Error(`e${i}`));
  recorder.segment('shop', (segment) => segment.addError(new AggregateError(errors, 'all failed')));
  const [aggregate, first, ...rest] = exceptions(only(traces));
  expect(aggregate).toMatchObject({
    type: 'AggregateError',
    message: 'all failed',
    cause: first?.id,
    skipped: 11,
  });
  expect(rest).toHaveLength(18);
});

test('errors count by the status they bear, or as they are told to', () => {
  const { recorder, traces } = record();
  const flags: unknown[] = [];
  const add = (error: unknown, kind?: 'error' | 'fault' | 'throttle' | 'none'): void => {
    traces.clear();
    recorder.segment('shop', (segment) => segment.addError(error, kind && { kind }));
    const { error: e, fault, throttle } = only(traces);
    flags.push([e, fault, throttle].map(Boolean));
  };
  add(Object.assign(new Error('a'), { statusCode: 404 }));
  add(Object.assign(new Error('b'), { status: 429 }));
  add(Object.assign(new Error('c'), { status: 503 }));
  add(new Error('d'), 'error');
  add(new Error('e'), 'throttle');
  add(new Error('f'), 'none');
  add('a text');
  expect(flags).toEqual([
    [true, false, false],
    [true, false, true],
    [false, true, false],
    [true, false, false],
    [true, false, true],
    [false, false, false],
    [false, true, false],
  ]);
});

test('remote errors say so', () => {
  const { recorder, traces } = record();
  recorder.segment('shop', (segment) => segment.addError(new Error('theirs'), { remote: true }));
  expect(exceptions(only(traces))[0]?.remote).toBe(true);
});

test('thrown values that are no errors are recorded by type and text', () => {
  const { recorder, traces } = record();
  expect(() =>
    recorder.segment('shop', () => {
      throw 'just text';
    }),
  ).toThrow('just text');
  expect(exceptions(only(traces))[0]).toMatchObject({ type: 'string', message: 'just text' });
});

test('the same error in two segments is written in both', () => {
  const { recorder, traces } = record();
  const shared = new Error('cached');
  for (const name of ['one', 'two']) recorder.segment(name, (segment) => segment.addError(shared));
  expect(traces.documents.map((document) => exceptions(document as SegmentDocument).length)).toEqual([1, 1]);
});

const STACK = `Error: message
    at of two lines (not a frame)
    at load (file:///srv/app%20one/cart.js:10:5)
    at Object.<anonymous> (C:\\app\\cart.js:11:6)
    at file:///C:/app/esm.mjs:12:7
    at async Promise.all (index 3)
    at async Server.handle (node:internal/http:13:8)
    at new Cart (/srv/cart.js:14:9)
    at eval (eval at run (/srv/eval.js:15:10), <anonymous>:1:1)
    at Array.map (<anonymous>)
    at C:\\app\\plain.js:16:11
    at Cart.add [as put] (/srv/a (copy)/cart.js:17:12)`;

test('frames of ESM, Windows, eval, native and asynchronous code are read', () => {
  expect(parseStack(STACK)).toEqual({
    truncated: 0,
    frames: [
      { path: 'not a frame', label: 'of two lines' },
      { path: '/srv/app one/cart.js', line: 10, label: 'load' },
      { path: 'C:\\app\\cart.js', line: 11, label: 'Object.<anonymous>' },
      { path: 'C:/app/esm.mjs', line: 12, label: 'anonymous' },
      { path: 'index 3', label: 'Promise.all' },
      { path: 'node:internal/http', line: 13, label: 'Server.handle' },
      { path: '/srv/cart.js', line: 14, label: 'new Cart' },
      { path: '/srv/eval.js', line: 15, label: 'eval' },
      { path: '<anonymous>', label: 'Array.map' },
      { path: 'C:\\app\\plain.js', line: 16, label: 'anonymous' },
      { path: '/srv/a (copy)/cart.js', line: 17, label: 'Cart.add [as put]' },
    ],
  });
});

test('a stack of more than fifty frames is cut, and says so', () => {
  const frames = Array.from({ length: 60 }, (_, i) => `    at f${i} (/a.js:${i}:1)`);
  expect(parseStack(frames.join('\n'))).toMatchObject({ truncated: 10, frames: { length: 50 } });
});
