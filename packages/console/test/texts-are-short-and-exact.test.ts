import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { barPlace } from '../src/model/bar-place.js';
import { cutText, oneLine, plainText } from '../src/model/cut-text.js';
import { logBins, percentile } from '../src/model/histogram.js';
import { countText, durationText, quantityText, rateQuantity, shareText } from '../src/model/quantity.js';
import { draggedSpan, timeTicks } from '../src/model/time-axis.js';

describe('a duration', () => {
  it.each([
    [0, '0 ms'],
    [0.000_42, '420 µs'],
    [0.0042, '4.2 ms'],
    [0.034, '34 ms'],
    [0.9994, '999 ms'],
    [0.9996, '1 s'],
    [1.2345, '1.23 s'],
    [59.94, '59.9 s'],
    [59.96, '1:00 min'],
    [125, '2:05 min'],
    [3_660, '1:01 h'],
  ])('of %f s reads %s', (seconds, text) => expect(durationText(seconds)).toBe(text));
});

describe('counts, rates and shares', () => {
  it('keep what matters', () => {
    expect([0, 0.44, 7, 1240, 12_400, 3_100_000].map(countText)).toEqual([
      '0',
      '0.4',
      '7',
      '1,240',
      '12.4k',
      '3.1M',
    ]);
    expect([0, 0.01, 12].map((rate) => quantityText(rateQuantity(rate)))).toEqual([
      '0/min',
      '<0.1/min',
      '12/min',
    ]);
  });

  it('say 0 % and 100 % only when it is exactly so', () => {
    expect([0, 0.000_01, 0.004, 0.12, 0.999, 1].map(shareText)).toEqual([
      '0 %',
      '<0.1 %',
      '0.4 %',
      '12 %',
      '>99 %',
      '100 %',
    ]);
  });
});

describe('hostile text', () => {
  it('is cut, never through a pair', () => {
    expect(cutText('abcdef', 4)).toBe('abc…');
    expect(cutText('ab😀cd', 4)).toBe('ab…');
  });

  it('shows marks that would turn or hide it', () => {
    expect(oneLine('a\u202Eb\nc\u0000d', 20)).toBe('a�b c�d');
    expect(plainText('a\u2066b\n\tc')).toBe('a�b\n\tc');
  });

  it('fits its limit', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 60 }),
        fc.integer({ min: 2, max: 50 }),
        (text, limit) => {
          expect(oneLine(text, limit).length).toBeLessThanOrEqual(limit);
        },
      ),
      { seed: 2 },
    );
  });
});

describe('the time axis', () => {
  it('has ticks at round times', () => {
    expect(timeTicks({ from: 0, to: 0.842 }, 4)).toEqual([0, 0.5]);
    expect(timeTicks({ from: 0, to: 0.842 }, 5)).toEqual([0, 0.2, 0.4, 0.6, 0.8]);
    expect(timeTicks({ from: 1.1, to: 1.9 }, 4)).toEqual([1.2, 1.4, 1.6, 1.8]);
  });

  it('never has more ticks than wanted, and all of them within', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1e5, noNaN: true }),
        fc.double({ min: 1e-5, max: 1e5, noNaN: true }),
        fc.integer({ min: 1, max: 20 }),
        (from, length, wanted) => {
          const ticks = timeTicks({ from, to: from + length }, wanted);
          expect(ticks.length).toBeLessThanOrEqual(wanted + 1);
          for (const tick of ticks) {
            expect(tick).toBeGreaterThanOrEqual(from - length * 1e-3);
            expect(tick).toBeLessThanOrEqual(from + length * 1.001);
          }
        },
      ),
      { seed: 4 },
    );
  });

  it('zooms to what is dragged, in either direction, no further than makes sense', () => {
    expect(draggedSpan({ from: 0, to: 10 }, 0.8, 0.2, 0.1)).toEqual({ from: 2, to: 8 });
    expect(draggedSpan({ from: 0, to: 10 }, -1, 2, 0.1)).toEqual({ from: 0, to: 10 });
    expect(draggedSpan({ from: 0, to: 10 }, 0.5, 0.5, 0.1)).toEqual({ from: 5, to: 5.1 });
  });

  it('cuts bars at its edges', () => {
    expect(barPlace({ from: 2, to: 4 }, { from: 1, to: 3 })).toEqual({
      left: 0,
      width: 50,
      isOutside: false,
    });
    expect(barPlace({ from: 2, to: 4 }, { from: 5, to: 6 }).isOutside).toBe(true);
  });
});

describe('a histogram', () => {
  const histogram = [
    { value: 0.01, count: 50 },
    { value: 0.1, count: 45 },
    { value: 1, count: 5 },
  ];

  it('gives its percentiles', () => {
    expect([0.5, 0.95, 0.99].map((p) => percentile(histogram, p))).toEqual([0.01, 0.1, 1]);
    expect(percentile([], 0.5)).toBeUndefined();
  });

  it('is drawn in bins without gaps that lose no request', () => {
    const bins = logBins(histogram);
    expect(bins.reduce((sum, bin) => sum + bin.count, 0)).toBe(100);
    expect(bins).toHaveLength(17);
    for (const [index, bin] of bins.slice(1).entries()) expect(bin.from).toBeCloseTo(bins[index]?.to ?? 0, 9);
  });
});
