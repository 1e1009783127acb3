import { describe, expect, it } from 'vitest';
import { edgePath } from '../src/model/map-edge-path.js';
import { edgeWidth, ringRadius } from '../src/model/map-scene.js';
import { failingStretches, outcomeShares } from '../src/model/status.js';

describe('an edge', () => {
  it('grows with its share of the busiest one, from 1 to 5 pixels', () => {
    expect([0, 1, 25, 100].map((count) => edgeWidth(count, 100))).toEqual([1, 1.5, 3, 5]);
    expect(edgeWidth(0, 0)).toBe(1);
  });

  it('ends in the share that failed, the gravest last', () => {
    const shares = outcomeShares({ ok: 50, error: 30, throttle: 0, fault: 20, totalResponseTime: 0 });
    const stretches = failingStretches(shares, 1_000);
    expect(stretches.map(({ outcome }) => outcome)).toEqual(['error', 'fault']);
    expect(stretches[0]?.from).toBeCloseTo(0.5);
    expect(stretches[1]?.from).toBeCloseTo(0.8);
    expect(stretches[1]?.to).toBeCloseTo(1);
  });

  it('is coloured over its whole length, not further, when everything failed', () => {
    const shares = outcomeShares({ ok: 0, error: 1, throttle: 1, fault: 999, totalResponseTime: 0 });
    const stretches = failingStretches(shares, 60);
    expect(stretches[0]?.from).toBeCloseTo(0);
    expect(stretches.at(-1)?.to).toBeCloseTo(1);
  });

  it('leaves at the right of its caller and arrives at the left of its callee', () => {
    const drawn = edgePath({ x: 0, y: 0, radius: 20 }, { x: 200, y: 50, radius: 30 }, []);
    expect(drawn.tip).toEqual({ x: 165, y: 50 });
    expect(drawn.path).toBe('M25,0 C91.5,0 91.5,50 158,50');
  });

  it('returns to its own ring when a service calls itself', () => {
    const drawn = edgePath({ x: 10, y: 10, radius: 20 }, { x: 10, y: 10, radius: 20 }, []);
    expect(drawn.tip.x).toBeLessThan(10);
    expect(drawn.tip.y).toBeLessThan(-10);
  });
});

describe('a ring', () => {
  it('grows in four steps with its share of the busiest node', () => {
    expect([1, 6, 21, 51, 100].map((count) => ringRadius(count, 100))).toEqual([20, 24, 29, 35, 35]);
    expect(ringRadius(0, 0)).toBe(20);
  });
});
