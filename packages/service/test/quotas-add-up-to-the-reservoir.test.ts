import fc from 'fast-check';
import { expect, test } from 'vitest';
import { QuotaLedger } from '../src/sampling/quota-ledger.js';

test('once every client has reported, the shares add up to the reservoir and differ by one at most', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 0, max: 500 }), (clients, reservoir) => {
      const ledger = new QuotaLedger();
      const round = (nowS: number) =>
        Array.from({ length: clients }, (_, client) =>
          ledger.share('Default', `client ${client}`, reservoir, nowS),
        );
      round(1000);
      const shares = round(1010);
      expect(shares.reduce((sum, share) => sum + share, 0)).toBe(reservoir);
      expect(Math.max(...shares) - Math.min(...shares)).toBeLessThanOrEqual(1);
    }),
    { seed: 11 },
  );
});

test('a client that stays away gives its share back, and rules do not share with each other', () => {
  const ledger = new QuotaLedger();
  expect(ledger.share('a', 'one', 1, 0)).toBe(1);
  expect(ledger.share('a', 'two', 1, 0)).toBe(0);
  expect(ledger.share('b', 'two', 1, 0)).toBe(1);
  expect(ledger.share('a', 'two', 1, 20)).toBe(0);
  expect(ledger.share('a', 'two', 1, 21)).toBe(1);
});
