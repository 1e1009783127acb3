import fc from 'fast-check';
import { expect, test } from 'vitest';
import { writeJson } from '../src/emitter/json-bytes.js';

const memory = Buffer.alloc(1024 * 1024);

/** The text that was written, or nothing where the value was refused. */
function written(value: object, at = 0): string | undefined {
  const end = writeJson(memory, at, value);
  return end < 0 ? undefined : memory.toString('utf8', at, end);
}

/** Epoch seconds as clocks give them, and numbers that merely look like these. */
const time = fc.oneof(
  fc.integer({ min: 1e15 - 5e6, max: 5e15 }).map((microseconds) => microseconds / 1e6),
  fc.integer({ min: 1e12, max: 5e12 }).map((milliseconds) => milliseconds / 1e3),
  fc.double({ min: 9e8, max: 2 ** 32 + 5, noNaN: true }),
);
const number = fc.oneof(
  time,
  fc.integer(),
  fc.double(),
  fc.constantFrom(0, -0, 9, 10, 99, 100, 999_999_999, 1e9),
);
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.string({ unit: 'binary-ascii', maxLength: 300 }),
  // Halves of pairs, which no UTF-8 can hold.
  fc
    .array(fc.integer({ min: 0xd7f0, max: 0xe00f }), { maxLength: 4 })
    .map((units) => String.fromCharCode(...units)),
);
const { value: plain } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'medium' },
    fc.constantFrom(true, false, null),
    number,
    text,
    fc.array(tie('value'), { maxLength: 5 }),
    fc.dictionary(text, fc.oneof(tie('value'), fc.constant(undefined)), {
      maxKeys: 5,
      noNullPrototype: false,
    }),
  ),
}));

test('plain data becomes the very bytes of its JSON', () => {
  fc.assert(
    fc.property(plain, fc.nat(2000), (value, at) => {
      const document = { name: 'shop', value };
      expect(written(document, at)).toBe(JSON.stringify(document));
    }),
    { seed: 20_261_128, numRuns: 3000 },
  );
});

test.each([
  1e9,
  1e9 + 1e-6,
  1_795_869_382.9,
  1_795_869_382.914689,
  1_795_869_382.000001,
  2 ** 32 - 1e-6,
  1.5e9 + 2 ** -22,
])('the time %d is told to its last decimal', (start_time) =>
  expect(written({ start_time })).toBe(JSON.stringify({ start_time })),
);

class Money {
  readonly amount = 3;
}
const cyclic: Record<string, unknown> = {};
cyclic['self'] = cyclic;
const nested = JSON.parse(`${'['.repeat(200)}${']'.repeat(200)}`) as object;
const throwing = Object.defineProperty({}, 'now', {
  enumerable: true,
  get() {
    throw new Error('not now');
  },
});

test.each<[string, unknown]>([
  ['a date', new Date(0)],
  ['what says its JSON itself', { toJSON: () => 'itself' }],
  ['a list that says its JSON itself', Object.assign([1], { toJSON: () => 'itself' })],
  ['an object of a class', new Money()],
  ['an object made after another', Object.create({ inherited: 1 })],
  ['a map', new Map([[1, 2]])],
  ['a boxed string', new String('boxed')],
  ['bytes', Buffer.from('bytes')],
  ['a function', () => 1],
  ['a symbol', Symbol('s')],
  ['a big integer', 1n],
  ['a list with nothing at a place', [undefined]],
  ['a cycle', cyclic],
  ['what is nested too deep', nested],
  ['a getter that throws', throwing],
])('%s is left to others', (_, value) => expect(written({ value })).toBeUndefined());

test('members that somebody gave to all objects are not written', () => {
  const everybody = Object.prototype as { extra?: number };
  everybody.extra = 1;
  try {
    expect(written({ name: 'shop' })).toBeUndefined();
  } finally {
    delete everybody.extra;
  }
});

test('what does not fit ends past the end, and leaves what stands before it', () => {
  const document = {
    text: 'ü'.repeat(150),
    list: Array.from({ length: 50 }, (_, n) => n),
    long: '"'.repeat(500),
  };
  const { length } = Buffer.from(JSON.stringify(document));
  for (let size = 0; size < length + 20; size++) {
    const small = Buffer.alloc(size + 10, 1);
    const end = writeJson(small, 10, document);
    if (size < length) expect(end).toBeGreaterThan(small.length);
    else expect(small.toString('utf8', 10, end)).toBe(JSON.stringify(document));
    expect(small.subarray(0, 10)).toEqual(Buffer.alloc(10, 1));
  }
});
