import fc from 'fast-check';
import { expect, test } from 'vitest';
import { QuotaLedger } from '../src/sampling/quota-ledger.js';

test('shares never exceed the reservoir together, and equal it once every client has heard of the others', () => {
  const demands = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(demands, fc.integer({ min: 0, max: 500 }), (requests, reservoirSize) => {
      const ledger = new QuotaLedger();
      const held = requests.map(() => 0);
      for (let round = 0; round < 12; round++) {
        requests.forEach((count, client) => {
          held[client] = ledger.share({
            ruleName: 'r',
            clientId: `client ${client}`,
            requests: count,
            reservoirSize,
            nowS: round * 10,
          });
          expect(sum(held)).toBeLessThanOrEqual(reservoirSize);
        });
      }
      expect(sum(held)).toBe(reservoirSize);
      const all = sum(requests);
      if (all === 0) return;
      requests.forEach((count, client) => {
        expect(Math.abs((held[client] ?? 0) - (reservoirSize * count) / all)).toBeLessThanOrEqual(1);
      });
    }),
    { seed: 11 },
  );
});

test('a client that stays away gives its share back, and rules do not share with each other', () => {
  const ledger = new QuotaLedger();
  const share = (ruleName: string, clientId: string, nowS: number) =>
    ledger.share({ ruleName, clientId, requests: 10, reservoirSize: 1, nowS });
  expect(share('a', 'one', 0)).toBe(1);
  expect(share('a', 'two', 0)).toBe(0);
  expect(share('b', 'two', 0)).toBe(1);
  expect(share('a', 'two', 20)).toBe(0);
  expect(share('a', 'two', 21)).toBe(1);
});

test('a lone unit stays with its client while another asks for as much', () => {
  const ledger = new QuotaLedger();
  const share = (clientId: string, requests: number, nowS: number) =>
    ledger.share({ ruleName: 'a', clientId, requests, reservoirSize: 1, nowS });
  share('one', 100, 0);
  share('two', 110, 0);
  for (let nowS = 10; nowS <= 100; nowS += 10) {
    expect([share('one', 100, nowS), share('two', 110, nowS)]).toEqual([1, 0]);
  }
});

test.each<[reservoir: number, requests: number[], quotas: number[]]>([
  [10, [60, 30, 10], [6, 3, 1]],
  [10, [5, 5], [5, 5]],
  [100, [1, 2, 5, 12], [5, 10, 25, 60]],
  [7, [0, 9], [0, 7]],
  [0, [8, 9], [0, 0]],
])('a reservoir of %i for demands of %j becomes %j', (reservoirSize, requests, quotas) => {
  const ledger = new QuotaLedger();
  const told = requests.map(() => 0);
  for (let nowS = 0; nowS <= 60; nowS += 10)
    requests.forEach((count, n) => {
      told[n] = ledger.share({ ruleName: 'r', clientId: `${n}`, requests: count, reservoirSize, nowS });
    });
  expect(told).toEqual(quotas);
});

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
