import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { edgeKey, type LayoutRequest, layoutMap, layoutSignature } from '../src/model/map-layout.js';
import { neighbour } from '../src/model/map-neighbour.js';

const edges = (...pairs: readonly string[]): LayoutRequest['edges'] =>
  pairs.map((pair) => ({ from: pair[0] ?? '', to: pair[1] ?? '' }));

describe('the layout of the map', () => {
  it('goes from left to right', () => {
    const { places } = layoutMap({ nodes: ['a', 'b', 'c'], edges: edges('ab', 'bc'), previous: {} });
    expect(places['a']?.x).toBeLessThan(places['b']?.x ?? 0);
    expect(places['b']?.x).toBeLessThan(places['c']?.x ?? 0);
  });

  it('is the same whatever the order of the listing', () => {
    const nodes = ['a', 'b', 'c', 'd', 'e'];
    const all = edges('ab', 'ac', 'ad', 'be', 'ce');
    const first = layoutMap({ nodes, edges: all, previous: {} });
    fc.assert(
      fc.property(
        fc.shuffledSubarray(nodes, { minLength: 5 }),
        fc.shuffledSubarray([...all], { minLength: 5 }),
        (n, e) => {
          expect(layoutMap({ nodes: n, edges: e, previous: {} })).toEqual(first);
          expect(layoutSignature({ nodes: n, edges: e })).toBe(layoutSignature({ nodes, edges: all }));
        },
      ),
      { seed: 3, numRuns: 30 },
    );
  });

  it('keeps known nodes of a rank in their order when others come between', () => {
    const nodes = ['a', 'x', 'y', 'z', 'n', 'm'];
    const all = edges('ax', 'ay', 'az', 'an', 'zm');
    fc.assert(
      fc.property(fc.shuffledSubarray(['x', 'y', 'z'], { minLength: 3 }), (wanted) => {
        const previous = Object.fromEntries(wanted.map((key, index) => [key, { x: 0, y: index * 100 }]));
        const { places } = layoutMap({ nodes, edges: all, previous });
        const drawn = [...wanted].sort((one, other) => (places[one]?.y ?? 0) - (places[other]?.y ?? 0));
        expect(drawn).toEqual(wanted);
        expect(new Set(nodes.map((key) => JSON.stringify(places[key]))).size).toBe(nodes.length);
      }),
      { seed: 8, numRuns: 20 },
    );
  });

  it('places every node of a graph far too dense to be drawn well', () => {
    const nodes = Array.from({ length: 120 }, (_, index) => `n${index}`);
    const all = nodes.flatMap((from) => nodes.slice(0, 60).map((to) => ({ from, to })));
    const { places } = layoutMap({ nodes, edges: all, previous: {} });
    expect(new Set(nodes.map((key) => JSON.stringify(places[key]))).size).toBe(nodes.length);
  });

  it('survives circles and calls to oneself', () => {
    const { places, bends } = layoutMap({ nodes: ['a', 'b'], edges: edges('ab', 'ba', 'aa'), previous: {} });
    expect(Object.keys(places).sort()).toEqual(['a', 'b']);
    expect(Object.keys(bends).sort()).toEqual([edgeKey('a', 'b'), edgeKey('b', 'a')].sort());
  });
});

describe('the arrow keys on the map', () => {
  const places = {
    left: { x: 0, y: 0 },
    right: { x: 100, y: 10 },
    far: { x: 200, y: 0 },
    below: { x: 10, y: 90 },
  };

  it('go to the nearest node in their direction', () => {
    expect(neighbour(places, 'left', 'right')).toBe('right');
    expect(neighbour(places, 'left', 'down')).toBe('below');
    expect(neighbour(places, 'far', 'left')).toBe('right');
  });

  it('stay where nothing lies in their direction', () => {
    expect(neighbour(places, 'left', 'left')).toBeUndefined();
    expect(neighbour(places, 'nowhere', 'left')).toBeUndefined();
  });
});
