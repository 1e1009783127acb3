import type { Point } from './map-layout.js';

/** A way to go on the map with the arrow keys. */
export type Direction = 'left' | 'right' | 'up' | 'down';

/** The nearest place in a direction, what lies straight ahead before what lies aside; undefined at the edge of the map. */
export function neighbour(
  places: Readonly<Record<string, Point>>,
  from: string,
  direction: Direction,
): string | undefined {
  const here = places[from];
  if (here === undefined) return undefined;
  let nearest: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const [key, place] of Object.entries(places)) {
    const [ahead, aside] = distances(here, place, direction);
    const cost = ahead + aside * 2;
    if (ahead > 1 && ahead >= aside / 2 && cost < least) {
      least = cost;
      nearest = key;
    }
  }
  return nearest;
}

function distances(from: Point, to: Point, direction: Direction): readonly [number, number] {
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  if (direction === 'left') return [-dx, Math.abs(dy)];
  if (direction === 'right') return [dx, Math.abs(dy)];
  return [direction === 'up' ? -dy : dy, Math.abs(dx)];
}
