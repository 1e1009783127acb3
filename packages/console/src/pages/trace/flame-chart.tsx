import { type FlameBar, flameChart } from '@radiograph/trace';
import type { VNode } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { oneLine } from '../../model/cut-text.js';
import { barAt, barBeside, type DrawnBar, drawnBars, LANE_PX } from '../../model/flame-layout.js';
import { durationText } from '../../model/quantity.js';
import { statusLook } from '../../model/status.js';
import { shareOf, timeTicks } from '../../model/time-axis.js';
import type { TraceView } from '../../model/trace-view.js';
import { useSize } from '../../parts/use-size.js';
import { theme } from '../../view/theme.js';
import { drawFlame } from './flame-drawing.js';
import { Minimap } from './minimap.js';
import { useZoom } from './use-zoom.js';
import './flame-chart.css';

interface FlameChartProps {
  readonly trace: TraceView;
  readonly selected: string | undefined;
  readonly found: ReadonlySet<string> | undefined;
  select(id: string | undefined): void;
}

const TICK_PX = 110;

/** The trace as bars that stand on what called them. Drawn on a canvas, so that ten thousand bars cost as little as ten. */
export function FlameChart({ trace, selected, found, select }: FlameChartProps): VNode {
  const bars = useMemo(() => flameChart(trace.trace), [trace]);
  const services = useMemo(() => new Map(trace.rows.map((row) => [row.id, row.service])), [trace]);
  const { zoomed, zoom } = useZoom(trace.span);
  const [top, setTop] = useState(0);
  const [pointed, setPointed] = useState<FlameBar>();
  const scroller = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const { width, height } = useSize(scroller);
  const shown = zoomed ?? trace.span;
  const chosen = theme.value;
  const drawn = useMemo(
    () => drawnBars(bars, { shown, width, top, height }),
    [bars, shown, width, top, height],
  );
  // The theme changes the colours that drawing reads from the stylesheet.
  useEffect(
    () => drawFlame(canvas.current, { drawn, width, height, selected, found, services }),
    [drawn, width, height, selected, found, services, chosen],
  );
  useEffect(() => showLane(scroller.current, bars, selected), [bars, selected]);
  const lanes = bars.reduce((most, bar) => Math.max(most, bar.lane + 1), 0);
  const under = (event: MouseEvent): FlameBar | undefined => barUnder(canvas.current, drawn, event);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') select(undefined);
    else if (!event.key.startsWith('Arrow')) return;
    else select(barBeside(bars, selected, event.key)?.id ?? selected);
    event.preventDefault();
  };
  const told = bars.find((bar) => bar.id === selected);
  return (
    <section
      class="flame"
      aria-label="Flame chart"
      ref={(element) => element?.style.setProperty('--inner', `${width}px`)}
    >
      <Minimap rows={trace.rows} span={trace.span} shown={shown} zoom={zoom} />
      <div class="flame-axis">
        {timeTicks(shown, Math.max(2, Math.floor(width / TICK_PX))).map((tick) => (
          <div key={tick} class="axis-tick" style={{ left: `${shareOf(shown, tick) * 100}%` }}>
            <span>{durationText(tick)}</span>
          </div>
        ))}
        {zoomed !== undefined && (
          <button type="button" class="flame-reset" onClick={() => zoom(undefined)}>
            Show the whole trace
          </button>
        )}
      </div>
      <div
        class="flame-scroll"
        ref={scroller}
        role="application"
        aria-label="Flame chart. Arrow keys walk from bar to bar; the timeline has the same as a table."
        tabIndex={0}
        onScroll={(event) => setTop(event.currentTarget.scrollTop)}
        onKeyDown={onKeyDown}
        onClick={(event) => select(under(event)?.id)}
        onMouseMove={(event) => setPointed(under(event))}
        onMouseLeave={() => setPointed(undefined)}
        title={pointed && barWords(pointed)}
      >
        <div class="flame-all" style={{ height: `${lanes * LANE_PX}px` }}>
          <canvas ref={canvas} />
        </div>
      </div>
      <p class="for-readers" role="status">
        {told && barWords(told)}
      </p>
    </section>
  );
}

function barUnder(
  canvas: HTMLCanvasElement | null,
  drawn: readonly DrawnBar[],
  event: MouseEvent,
): FlameBar | undefined {
  const box = canvas?.getBoundingClientRect();
  return box && barAt(drawn, event.clientX - box.left, event.clientY - box.top);
}

function showLane(scroller: HTMLElement | null, bars: readonly FlameBar[], id: string | undefined): void {
  const lane = bars.find((bar) => bar.id === id)?.lane;
  if (scroller === null || lane === undefined) return;
  const y = lane * LANE_PX;
  if (y < scroller.scrollTop) scroller.scrollTop = y;
  else if (y + LANE_PX > scroller.scrollTop + scroller.clientHeight)
    scroller.scrollTop = y + LANE_PX - scroller.clientHeight;
}

function barWords(bar: FlameBar): string {
  return `${oneLine(bar.name, 200)}: ${statusLook(bar.outcome).word}, ${durationText(bar.duration)}, starts after ${durationText(bar.offset)}`;
}
