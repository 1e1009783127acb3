import type { VNode } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import type { Period, TraceHistogram } from '../../api/histogram.js';
import type { ClockTick } from '../../model/clock-ticks.js';
import { countText } from '../../model/quantity.js';
import { statusLook } from '../../model/status.js';
import type { TimeWindow } from '../../model/time-range.js';
import { allPeriods, type PeriodBar, periodBars, periodTotal, STACK } from '../../model/trace-charts.js';
import { type BinRange, useBinBrush } from '../../parts/use-bin-brush.js';
import { timeOfDay } from '../../view/clock.js';

interface TimeHistogramProps {
  readonly histogram: TraceHistogram;
  readonly window: TimeWindow;
  readonly width: number;
  readonly ticks: readonly ClockTick[];
  narrow(from: number, to: number): void;
}

const HEIGHT = 56;

/** How many traces began when, by status. Dragging, or arrow keys and Enter, make the marked stretch the time range. */
export function TimeHistogram({ histogram, window, width, ticks, narrow }: TimeHistogramProps): VNode {
  const [marked, setMarked] = useState<BinRange>();
  const { periodS } = histogram;
  const periods = useMemo(() => allPeriods(histogram, window), [histogram, window]);
  const bars = useMemo(
    () => periodBars(periods, periodS, window, { width, height: HEIGHT }),
    [periods, periodS, window, width],
  );
  const brush = useBinBrush({
    count: periods.length,
    binAt: (share) => {
      const instant = window.start + share * (window.end - window.start);
      return Math.floor((instant - (periods[0]?.start ?? 0)) / periodS);
    },
    mark: setMarked,
    commit: ([first, last]) => {
      const [from, to] = [periods[first]?.start, periods[last]?.start];
      setMarked(undefined);
      if (from !== undefined && to !== undefined) narrow(from, to + periodS);
    },
  });
  return (
    <>
      <svg
        class="charts-time"
        viewBox={`0 0 ${width} ${HEIGHT}`}
        role="application"
        aria-label="Traces over time. Arrow keys mark a period, with Shift several; Enter shows only those."
        {...brush}
      >
        <rect class="charts-ground" width={width} height={HEIGHT} />
        {ticks.map((tick) => (
          <path key={tick.at} class="charts-grid" d={`M${placeOf(tick, window, width)},0v${HEIGHT}`} />
        ))}
        <Marked marked={marked} bars={bars} />
        {bars.map((bar) => (
          <Bar key={bar.period.start} bar={bar} />
        ))}
        <path class="charts-base" d={`M0,${HEIGHT - 0.5}h${width}`} />
      </svg>
      <p class="for-readers" role="status">
        {marked && markedWords(periods.slice(marked[0], marked[1] + 1), periodS)}
      </p>
    </>
  );
}

function Bar({ bar }: { readonly bar: PeriodBar }): VNode | null {
  if (bar.total === 0) return null;
  return (
    <g>
      <title>{periodWords(bar.period)}</title>
      {bar.parts.map((part) => (
        <rect
          key={part.status}
          class={`charts-bar ${statusLook(part.status).className} of-${part.status}`}
          x={bar.x}
          width={bar.width}
          y={part.y}
          height={part.height}
        />
      ))}
    </g>
  );
}

function Marked({
  marked,
  bars,
}: {
  readonly marked: BinRange | undefined;
  readonly bars: readonly PeriodBar[];
}): VNode | null {
  const first = bars[marked?.[0] ?? -1];
  const last = bars[marked?.[1] ?? -1];
  if (first === undefined || last === undefined) return null;
  return (
    <rect class="charts-marked" x={first.x} width={last.x + last.width - first.x} y="0" height={HEIGHT} />
  );
}

/** Where a tick stands, in whole pixels so that its line is sharp. */
export function placeOf(tick: ClockTick, window: TimeWindow, width: number): number {
  return Math.round(((tick.at - window.start) / (window.end - window.start)) * width) + 0.5;
}

function periodWords(period: Period): string {
  const parts = STACK.filter((status) => period.counts[status] > 0).map(
    (status) => `${countText(period.counts[status])} ${statusLook(status).word}`,
  );
  return `${timeOfDay(period.start).slice(0, 8)}: ${parts.join(', ') || 'nothing'}`;
}

function markedWords(periods: readonly Period[], periodS: number): string {
  const [first, last] = [periods[0], periods.at(-1)];
  if (first === undefined || last === undefined) return '';
  if (periods.length === 1) return periodWords(first);
  const total = periods.reduce((sum, period) => sum + periodTotal(period), 0);
  return `${timeOfDay(first.start).slice(0, 8)} to ${timeOfDay(last.start + periodS).slice(0, 8)}: ${countText(total)} traces`;
}
