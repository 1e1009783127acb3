import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Trace } from '../src/trace.js';
import { compareTraces } from '../src/views/comparison.js';
import { flameChart } from '../src/views/flame-chart.js';
import { waterfall } from '../src/views/waterfall.js';
import { forEachEntity } from '../src/walk.js';
import { contradictions, PATIENCE, SEED } from './arbitrary.js';
import { traceOf } from './build.js';

const RUNS = { seed: SEED, numRuns: 1000 };

function idsOf(trace: Trace): string[] {
  const ids: string[] = [];
  forEachEntity(trace, ({ document }) => ids.push(document.id));
  return ids.sort();
}

describe('of any trace', PATIENCE, () => {
  it('a waterfall has each entity once, below its parent, with as many rows after it as it says', () => {
    fc.assert(
      fc.property(contradictions, (documents) => {
        const trace = traceOf(...documents);
        const rows = waterfall(trace);
        expect(rows.map(({ id }) => id).sort()).toEqual(idsOf(trace));
        for (const [at, { depth, descendants, expandable, parentId }] of rows.entries()) {
          const next = rows.findIndex((row, i) => i > at && row.depth <= depth);
          expect(descendants).toBe((next < 0 ? rows.length : next) - at - 1);
          expect(expandable).toBe(descendants > 0);
          const above = rows.slice(0, at).findLast((row) => row.depth < depth);
          expect([above?.id, above?.depth]).toEqual([parentId, depth > 0 ? depth - 1 : undefined]);
        }
      }),
      RUNS,
    );
  });

  it('a flame chart has each entity once at the most, and no time before the trace', () => {
    fc.assert(
      fc.property(contradictions, (documents) => {
        const trace = traceOf(...documents);
        const known = new Set(idsOf(trace));
        for (const { id, offset, duration } of flameChart(trace)) {
          expect(known.delete(id)).toBe(true);
          expect(Math.min(offset, duration)).toBeGreaterThanOrEqual(0);
        }
      }),
      RUNS,
    );
  });

  it('a comparison has each entity of both once, and is the reverse of the reverse', () => {
    fc.assert(
      fc.property(contradictions, contradictions, (some, others) => {
        const [one, other] = [traceOf(...some), traceOf(...others)];
        const rows = compareTraces(one, other);
        expect(rows.flatMap(({ left }) => left?.ids ?? []).sort()).toEqual(idsOf(one));
        expect(rows.flatMap(({ right }) => right?.ids ?? []).sort()).toEqual(idsOf(other));
        const reverse = compareTraces(other, one);
        const sum = (all: typeof rows): number => all.reduce((total, row) => total + row.difference, 0);
        expect(sum(reverse)).toBeCloseTo(-sum(rows), 5);
      }),
      RUNS,
    );
  });
});
