import type { Outcome } from '@radiograph/trace';
import type { OutcomeShare } from './status.js';

/** A stretch of a ring: SVG path data around (0, 0). */
export interface RingArc {
  readonly outcome: Outcome;
  readonly path: string;
}

/** The smallest share drawn, so that one fault among thousands is still seen. */
const SMALLEST_SHARE = 0.025;

/** The shares of a ring as arcs, clockwise from the top. */
export function ringArcs(shares: readonly OutcomeShare[], radius: number): readonly RingArc[] {
  const visible = shares.map((part) => ({
    outcome: part.outcome,
    share: Math.max(part.share, SMALLEST_SHARE),
  }));
  const sum = visible.reduce((total, part) => total + part.share, 0);
  let turn = 0;
  return visible.map(({ outcome, share }) => {
    const from = turn;
    turn += share / sum;
    return { outcome, path: arcPath(from, visible.length === 1 ? 1 : turn, radius) };
  });
}

/** SVG path data of an arc between two turns (0 = top, 0.25 = right, 1 = top again). */
export function arcPath(from: number, to: number, radius: number): string {
  const start = pointAt(from, radius);
  if (to - from >= 0.999_999) {
    const half = pointAt(from + 0.5, radius);
    return `M${start} A${radius} ${radius} 0 1 1 ${half} A${radius} ${radius} 0 1 1 ${start}`;
  }
  return `M${start} A${radius} ${radius} 0 ${to - from > 0.5 ? 1 : 0} 1 ${pointAt(to, radius)}`;
}

function pointAt(turn: number, radius: number): string {
  const angle = turn * 2 * Math.PI;
  return `${round(Math.sin(angle) * radius)} ${round(-Math.cos(angle) * radius)}`;
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000 + 0;
}
