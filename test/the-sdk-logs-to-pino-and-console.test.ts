import { createRequire } from 'node:module';
import { Writable } from 'node:stream';
import { type Logger, Recorder } from '@radiograph/sdk';
import { memory } from '@radiograph/sdk/testing';
import { expect, test, vi } from 'vitest';

/** The pino that the command logs with. */
const pino = createRequire(new URL('../packages/cli/package.json', import.meta.url))('pino') as (
  options: object,
  stream: Writable,
) => Logger;

function misuse(logger: Logger): void {
  const recorder = new Recorder({ sampling: 'all', logger }, {});
  memory(recorder);
  recorder.segment('shop', (segment) => segment.annotate('cart', { id: 7 } as never));
}

test('pino is a logger as it is: a line has its code as a field, and the message', () => {
  const lines: unknown[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      lines.push(JSON.parse(String(chunk)));
      done();
    },
  });
  misuse(pino({ level: 'debug' }, stream));
  expect(lines).toEqual([
    expect.objectContaining({
      level: 40,
      code: 'sdk/annotation-refused',
      msg: expect.stringContaining("the annotation 'cart' of 'shop'"),
    }),
  ]);
});

test('console is a logger as it is', () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
  try {
    misuse(console);
    expect(warn.mock.calls).toEqual([
      [{ code: 'sdk/annotation-refused' }, expect.stringContaining("the annotation 'cart' of 'shop'")],
    ]);
  } finally {
    warn.mockRestore();
  }
});
