import { expect, it } from 'vitest';
import { Credit } from '../src/threads/credit.js';

it('a small request does not overtake a large one, and more than all there is is let through alone', async () => {
  const credit = new Credit(100);
  const order: string[] = [];
  expect(credit.take(80)).toBeUndefined();
  const large = credit.take(500)?.then(() => order.push('large'));
  const small = credit.take(10)?.then(() => order.push('small'));
  await Promise.resolve();
  expect(order).toEqual([]);
  credit.give(80);
  await large;
  expect(order).toEqual(['large']);
  credit.give(500);
  await small;
  expect(order).toEqual(['large', 'small']);
});
