import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arcPath, ringArcs } from '../src/model/ring-arcs.js';
import { outcomeShares } from '../src/model/status.js';

const statistics = { ok: 0, error: 0, throttle: 0, fault: 0, totalResponseTime: 1 };

describe('a ring', () => {
  it('goes clockwise from the top in the order ok, error, throttle, fault', () => {
    const arcs = ringArcs(outcomeShares({ ...statistics, ok: 2, error: 1, fault: 1 }), 10);
    expect(arcs).toEqual([
      { outcome: 'ok', path: 'M0 -10 A10 10 0 0 1 0 10' },
      { outcome: 'error', path: 'M0 10 A10 10 0 0 1 -10 0' },
      { outcome: 'fault', path: 'M-10 0 A10 10 0 0 1 0 -10' },
    ]);
  });

  it('is whole for a single outcome', () => {
    const arcs = ringArcs(outcomeShares({ ...statistics, fault: 7 }), 10);
    expect(arcs).toEqual([{ outcome: 'fault', path: arcPath(0, 1, 10) }]);
    expect(arcPath(0, 1, 10)).toBe('M0 -10 A10 10 0 1 1 0 10 A10 10 0 1 1 0 -10');
  });

  it('has no arcs where nothing was counted', () => {
    expect(ringArcs(outcomeShares(statistics), 10)).toEqual([]);
  });

  it('shows one fault among a million', () => {
    const arcs = ringArcs(outcomeShares({ ...statistics, ok: 999_999, fault: 1 }), 10);
    expect(arcs.map((arc) => arc.outcome)).toEqual(['ok', 'fault']);
    const [x = Number.NaN] = (arcs[1]?.path.slice(1).split(' ') ?? []).map(Number);
    expect(x).toBeLessThan(-1);
  });

  it('begins each arc where the one before ends, and ends at the top', () => {
    const count = fc.nat({ max: 100_000 });
    fc.assert(
      fc.property(count, count, count, count, (ok, error, throttle, fault) => {
        const arcs = ringArcs(outcomeShares({ ok, error, throttle, fault, totalResponseTime: 0 }), 20);
        const ends = arcs.map((arc) => arc.path.split(' ').slice(-2).map(Number));
        const starts = arcs.map((arc) => arc.path.slice(1).split(' ').slice(0, 2).map(Number));
        for (const [index, start] of starts.entries()) {
          const before = ends[index - 1] ?? [0, -20];
          expect(start[0]).toBeCloseTo(before[0] ?? Number.NaN, 2);
          expect(start[1]).toBeCloseTo(before[1] ?? Number.NaN, 2);
        }
        if (arcs.length > 0) expect(ends.at(-1)?.[1]).toBeCloseTo(-20, 2);
      }),
      { seed: 11 },
    );
  });
});
