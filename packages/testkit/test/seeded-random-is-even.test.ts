import { expect, test } from 'vitest';
import { seededRandom } from '../src/index.js';

const many = <T>(make: () => T) => Array.from({ length: 20_000 }, make);

test('the same seed gives the same values, neighbouring seeds give others', () => {
  const first = (seed: number) => seededRandom(seed).hex(32);
  expect(first(1)).toBe(first(1));
  expect(new Set(Array.from({ length: 1_000 }, (_, seed) => first(seed))).size).toBe(1_000);
});

test('numbers fill their range evenly', () => {
  const random = seededRandom(3);
  const tenths = new Map<number, number>();
  for (const value of many(random.next)) {
    const tenth = Math.floor(value * 10);
    tenths.set(tenth, (tenths.get(tenth) ?? 0) + 1);
  }
  expect([...tenths.keys()].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  for (const count of tenths.values()) expect(Math.abs(count - 2_000)).toBeLessThan(200);
});

test('bounds are kept, and both reached where both are included', () => {
  const random = seededRandom(4);
  expect(new Set(many(() => random.integer(-1, 2)))).toEqual(new Set([-1, 0, 1, 2]));
  expect(new Set(many(() => random.pick(['a', 'b'])))).toEqual(new Set(['a', 'b']));
  expect(many(() => random.between(5, 6)).every((value) => value >= 5 && value < 6)).toBe(true);
  expect(many(() => random.chance(0.25)).filter(Boolean).length / 20_000).toBeCloseTo(0.25, 1);
  expect(random.hex(5)).toMatch(/^[0-9a-f]{5}$/);
});
