import { NODE_BOX, type Point } from './map-layout.js';

/** A ring on the map: its centre and outer radius. */
export interface Ring extends Point {
  readonly radius: number;
}

/** A drawn edge: path data, and where its arrow head and its label stand. */
export interface EdgePath {
  readonly path: string;
  readonly tip: Point;
  readonly label: Point;
  /** About how long the line is. */
  readonly length: number;
}

const GAP = 5;
const HEAD = 7;

/** A smooth line from ring to ring through the bends of the layout. Lines leave at the right and arrive at the left. */
export function edgePath(from: Ring, to: Ring, bends: readonly Point[]): EdgePath {
  if (from.x === to.x && from.y === to.y) return loopPath(from);
  if (to.x <= from.x) return backPath(from, to);
  const start = { x: from.x + from.radius + GAP, y: from.y };
  const tip = { x: to.x - to.radius - GAP, y: to.y };
  const end = { x: tip.x - HEAD, y: tip.y };
  const stops = [start, ...passedRanks(bends, from, to), end];
  return { path: throughPoints(stops), tip, label: middle(stops), length: lengthOf(stops) };
}

/** The bends that lie beside nodes of ranks in between; those in the gaps between ranks would only make the line wavy. */
function passedRanks(bends: readonly Point[], from: Point, to: Point): readonly Point[] {
  const reach = NODE_BOX.width / 2;
  return bends.filter((bend, index) => index % 2 === 1 && bend.x > from.x + reach && bend.x < to.x - reach);
}

function throughPoints(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (first === undefined) return '';
  let path = `M${at(first)}`;
  let last = first;
  for (const point of rest) {
    const half = (point.x - last.x) / 2;
    path += ` C${at({ x: last.x + half, y: last.y })} ${at({ x: point.x - half, y: point.y })} ${at(point)}`;
    last = point;
  }
  return path;
}

function backPath(from: Ring, to: Ring): EdgePath {
  const lift = Math.max(from.radius, to.radius) + 34;
  const start = { x: from.x, y: from.y - from.radius - GAP };
  const tip = { x: to.x - to.radius * 0.75 - GAP, y: to.y - to.radius * 0.75 - GAP };
  const top = Math.min(from.y, to.y) - lift;
  const path = `M${at(start)} C${at({ x: from.x, y: top })} ${at({ x: tip.x - 40, y: top })} ${at(tip)}`;
  return { path, tip, label: { x: (from.x + to.x) / 2, y: top + 14 }, length: from.x - to.x + 2 * lift };
}

function loopPath(ring: Ring): EdgePath {
  const side = ring.radius * 0.6;
  const y = ring.y - ring.radius * 0.85 - GAP;
  const tip = { x: ring.x - side, y };
  const path = `M${at({ x: ring.x + side, y })} C${at({ x: ring.x + side + 14, y: y - 34 })} ${at({ x: ring.x - side - 14, y: y - 34 })} ${at(tip)}`;
  return { path, tip, label: { x: ring.x, y: y - 30 }, length: 80 };
}

function middle(points: readonly Point[]): Point {
  const first = points[Math.floor((points.length - 1) / 2)] ?? { x: 0, y: 0 };
  const second = points[Math.ceil((points.length - 1) / 2)] ?? first;
  const other = points.length === 2 ? (points[1] ?? first) : second;
  return { x: (first.x + other.x) / 2, y: (first.y + other.y) / 2 };
}

function lengthOf(points: readonly Point[]): number {
  return points.slice(1).reduce((sum, point, index) => {
    const before = points[index] ?? point;
    return sum + Math.hypot(point.x - before.x, point.y - before.y);
  }, 0);
}

function at(point: Point): string {
  return `${Math.round(point.x * 10) / 10},${Math.round(point.y * 10) / 10}`;
}
