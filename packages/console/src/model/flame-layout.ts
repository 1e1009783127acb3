import type { FlameBar } from '@radiograph/trace';
import { shareOf, type TimeSpan } from './time-axis.js';

/** The height of a lane and the gap below its bars, in pixels. */
export const LANE_PX = 20;

/** A bar as it is drawn, in pixels. */
export interface DrawnBar {
  readonly bar: FlameBar;
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

/** What is seen of a flame chart: a stretch of time over a width, and lanes from a scroll position on. */
export interface FlameView {
  readonly shown: TimeSpan;
  readonly width: number;
  readonly top: number;
  readonly height: number;
}

/** The bars that are seen. Of those too narrow to tell apart, one a pixel and lane is kept. */
export function drawnBars(bars: readonly FlameBar[], view: FlameView): readonly DrawnBar[] {
  const taken = new Set<number>();
  return bars.flatMap((bar) => {
    const y = bar.lane * LANE_PX - view.top;
    if (y + LANE_PX < 0 || y > view.height) return [];
    const from = shareOf(view.shown, bar.offset) * view.width;
    const to = shareOf(view.shown, bar.offset + bar.duration) * view.width;
    if (to < 0 || from > view.width) return [];
    const x = Math.max(0, from);
    const width = Math.max(1, Math.min(view.width, to) - x);
    if (width <= 1) {
      const place = bar.lane * 16_384 + Math.floor(x);
      if (taken.has(place)) return [];
      taken.add(place);
    }
    return [{ bar, x, y, width }];
  });
}

/** The bar under a point, the narrowest where several are that close. */
export function barAt(drawn: readonly DrawnBar[], x: number, y: number): FlameBar | undefined {
  const near = drawn.filter(
    (one) => y >= one.y && y < one.y + LANE_PX && x >= one.x - 2 && x <= one.x + one.width + 2,
  );
  return near.reduce<DrawnBar | undefined>(
    (best, one) => (best === undefined || one.width < best.width ? one : best),
    undefined,
  )?.bar;
}

/** The bar to go to with an arrow key: to the side on the same lane, up to what covers it, down to what it covers. */
export function barBeside(
  bars: readonly FlameBar[],
  from: string | undefined,
  key: string,
): FlameBar | undefined {
  const here = bars.find((bar) => bar.id === from);
  if (here === undefined) return bars[0];
  if (key === 'ArrowUp' || key === 'ArrowDown') {
    const lane = here.lane + (key === 'ArrowUp' ? -1 : 1);
    return bars.filter((bar) => bar.lane === lane).find((bar) => overlaps(bar, here));
  }
  const lane = bars.filter((bar) => bar.lane === here.lane);
  return lane[lane.indexOf(here) + (key === 'ArrowRight' ? 1 : -1)];
}

function overlaps(one: FlameBar, other: FlameBar): boolean {
  return one.offset <= other.offset + other.duration && other.offset <= one.offset + one.duration;
}
