import type { VNode } from 'preact';
import { useMemo, useRef, useState } from 'preact/hooks';
import type { TraceHistogram } from '../../api/histogram.js';
import type { ClockTick } from '../../model/clock-ticks.js';
import { bothFilters, timeConditions } from '../../model/filter-text.js';
import { countText, durationText } from '../../model/quantity.js';
import { statusLook } from '../../model/status.js';
import type { TimeWindow } from '../../model/time-range.js';
import {
  type Dot,
  dotAt,
  instantAt,
  latencyAt,
  latencyPlace,
  latencyScale,
  latencyTicks,
  markPath,
  STACK,
  scatterDots,
} from '../../model/trace-charts.js';
import { go, hrefTo, show } from '../../view/address.js';
import { timeOfDay } from '../../view/clock.js';
import { placeOf } from './time-histogram.js';

interface LatencyScatterProps {
  readonly histogram: TraceHistogram;
  readonly window: TimeWindow;
  readonly width: number;
  readonly ticks: readonly ClockTick[];
  readonly filter: string;
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const HEIGHT = 112;
const AXIS = 18;
/** A drag shorter than this along one side leaves that side as it is. */
const LEAST_PX = 6;

/** How long traces took, over time. A drag narrows time and response time; a press on a mark opens the latest trace of it. */
export function LatencyScatter({ histogram, window, width, ticks, filter }: LatencyScatterProps): VNode {
  const { cells, periodS } = histogram;
  const start = useRef<readonly [number, number] | undefined>(undefined);
  const [box, setBox] = useState<Box>();
  const [pointed, setPointed] = useState<Dot>();
  const scale = useMemo(() => latencyScale(cells), [cells]);
  const dots = useMemo(
    () => scatterDots(cells, periodS, window, scale, { width, height: HEIGHT }),
    [cells, periodS, window, scale, width],
  );
  const commit = (marked: Box): void => {
    const isWide = marked.right - marked.left >= LEAST_PX;
    const isHigh = marked.bottom - marked.top >= LEAST_PX;
    const from = latencyAt(marked.bottom, scale, HEIGHT);
    const to = latencyAt(marked.top, scale, HEIGHT);
    show({
      ...(isHigh && { filter: bothFilters(filter, timeConditions(from, to).join(' AND ')) }),
      ...(isWide && {
        live: false,
        range: {
          kind: 'between',
          from: instantAt(marked.left, window, width),
          to: instantAt(marked.right, window, width),
        },
      }),
    });
  };
  return (
    <svg
      class="charts-scatter"
      viewBox={`0 0 ${width} ${HEIGHT + AXIS}`}
      role="img"
      aria-label="Response times over time. The list below has the same traces."
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        start.current = pointOf(event);
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={(event) => {
        const [x, y] = pointOf(event);
        if (start.current === undefined) setPointed(dotAt(dots, x, y));
        else setBox(boxOf(start.current, [x, Math.min(y, HEIGHT)]));
      }}
      onPointerUp={(event) => {
        const dot = dotAt(dots, ...pointOf(event));
        start.current = undefined;
        setBox(undefined);
        if (box !== undefined && isDrag(box)) commit(box);
        else if (dot !== undefined) go(hrefTo({ page: 'trace', id: dot.cell.traceId }));
      }}
      onPointerLeave={() => setPointed(undefined)}
    >
      <title>{pointed ? dotWords(pointed) : 'Drag to narrow time and response time'}</title>
      <rect class="charts-ground" width={width} height={HEIGHT} />
      {ticks.map((tick) => (
        <g key={tick.at}>
          <path class="charts-grid" d={`M${placeOf(tick, window, width)},0v${HEIGHT + 4}`} />
          <text class="charts-label" x={placeOf(tick, window, width)} y={HEIGHT + 15}>
            {tick.label}
          </text>
        </g>
      ))}
      {latencyTicks(scale).map((tick) => {
        const y = Math.round(latencyPlace(tick, scale, HEIGHT)) + 0.5;
        return (
          <g key={tick}>
            <path class="charts-grid" d={`M0,${y}h${width}`} />
            {y < HEIGHT - AXIS && (
              <text class="charts-latency" x="2" y={y + 11}>
                {durationText(tick)}
              </text>
            )}
          </g>
        );
      })}
      {STACK.map((status) => (
        <path
          key={status}
          class={`charts-dots ${statusLook(status).className} of-${status}`}
          d={dots
            .filter((dot) => dot.cell.outcome === status)
            .map((dot) => markPath(status, dot))
            .join('')}
        />
      ))}
      {pointed && <circle class="charts-pointed" cx={pointed.x} cy={pointed.y} r={pointed.radius + 3} />}
      {box && isDrag(box) && (
        <rect
          class="charts-marked"
          x={box.left}
          y={box.top}
          width={box.right - box.left}
          height={box.bottom - box.top}
        />
      )}
    </svg>
  );
}

function pointOf(event: PointerEvent): [number, number] {
  const box = (event.currentTarget as Element).getBoundingClientRect();
  return [event.clientX - box.left, event.clientY - box.top];
}

function boxOf(one: readonly [number, number], other: readonly [number, number]): Box {
  return {
    left: Math.min(one[0], other[0]),
    right: Math.max(one[0], other[0]),
    top: Math.max(0, Math.min(one[1], other[1])),
    bottom: Math.max(one[1], other[1]),
  };
}

function isDrag({ left, right, top, bottom }: Box): boolean {
  return right - left >= LEAST_PX || bottom - top >= LEAST_PX;
}

function dotWords({ cell }: Dot): string {
  const traces = `${countText(cell.count)} ${statusLook(cell.outcome).word}`;
  return `${timeOfDay(cell.start).slice(0, 8)}, ${durationText(cell.from)} to ${durationText(cell.to)}: ${traces}. Press to open the latest.`;
}
