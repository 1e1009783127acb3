import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  isSegmentId,
  isTraceId,
  makeSegmentId,
  makeTraceId,
  ProtocolError,
  parseSegmentId,
  parseTraceId,
  readSegmentId,
  readTraceId,
  splitTraceId,
  toW3cTraceId,
} from '../src/index.js';

const hex = (digits: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789abcdefABCDEF'), minLength: digits, maxLength: digits });
const epochS = fc.integer({ min: 0, max: 0xffffffff });

describe('trace ids', () => {
  test('made ids are valid and hold their time', () => {
    fc.assert(
      fc.property(epochS, (time) => {
        const id = makeTraceId(time);
        expect(isTraceId(id)).toBe(true);
        expect(splitTraceId(id)).toEqual({ epochS: time, unique: id.slice(11) });
      }),
      { seed: 1 },
    );
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, -1, 2 ** 40, 0.5])(
    'a clock that says %d still gives a valid id',
    (time) => {
      expect(isTraceId(makeTraceId(time))).toBe(true);
    },
  );

  test('without a time the clock is asked', () => {
    const before = Math.floor(Date.now() / 1000);
    const { epochS: made } = splitTraceId(makeTraceId());
    expect(made).toBeGreaterThanOrEqual(before);
    expect(made).toBeLessThanOrEqual(Date.now() / 1000);
  });

  test('both forms, in any case and with space around, are read as one', () => {
    fc.assert(
      fc.property(hex(32), (digits) => {
        const id = `1-${digits.slice(0, 8)}-${digits.slice(8)}`.toLowerCase();
        expect(readTraceId(digits)).toBe(id);
        expect(readTraceId(id.toUpperCase())).toBe(id);
        expect(parseTraceId(` ${digits}\n`)).toBe(id);
        expect(readTraceId(toW3cTraceId(id))).toBe(id);
      }),
      { seed: 2 },
    );
  });

  test.each([
    '',
    '1-581cf771',
    '2-581cf771-a006649127e371903a2de979',
    '1-581cf771-a006649127e371903a2de97g',
    'x'.repeat(32),
  ])('%j is none', (text) => {
    expect(isTraceId(text)).toBe(false);
    expect(readTraceId(text)).toBeUndefined();
    expect(() => parseTraceId(text)).toThrow(ProtocolError);
  });

  test('the error says what to write and cuts what was given short', () => {
    expect(() => parseTraceId('x'.repeat(1000))).toThrow(
      `protocol/invalid-trace-id: '${'x'.repeat(64)}' is not a trace id; write 1-<8 hex digits>-<24 hex digits>, or the 32 hex digits of W3C`,
    );
  });
});

describe('segment ids', () => {
  test('ten thousand made ids are valid, and all different', () => {
    const ids = new Set(Array.from({ length: 10_000 }, makeSegmentId));
    expect(ids.size).toBe(10_000);
    for (const id of ids) if (!isSegmentId(id)) expect.fail(`${id} is not valid`);
  });

  test('any case is read, and given in lower case', () => {
    fc.assert(
      fc.property(hex(16), (id) => {
        expect(readSegmentId(id)).toBe(id.toLowerCase());
        expect(parseSegmentId(` ${id} `)).toBe(id.toLowerCase());
      }),
      { seed: 3 },
    );
  });

  test.each(['', '70de5b6f19ff9a0', '70de5b6f19ff9a0a0', '70de5b6f19ff9a0x', '70de5b6f19ff9a0a\n'])(
    '%j is none',
    (text) => {
      expect(isSegmentId(text)).toBe(false);
      expect(readSegmentId(text)).toBeUndefined();
    },
  );

  test('the error says what to write', () => {
    expect(() => parseSegmentId('abc')).toThrow(
      "protocol/invalid-segment-id: 'abc' is not a segment id; write 16 hex digits",
    );
  });
});

test('ids drawn one after the other share no bytes of the random pool', () => {
  const digits = Array.from({ length: 1_000 }, () => makeTraceId(0).slice(11));
  expect(new Set(digits.map((text) => text.slice(0, 8))).size).toBeGreaterThan(995);
  expect(new Set(digits.map((text) => text.slice(-8))).size).toBeGreaterThan(995);
});
