import type { VNode } from 'preact';
import { useMemo, useRef } from 'preact/hooks';
import { fetchHistogram, type TraceHistogram } from '../../api/histogram.js';
import { clockTicks } from '../../model/clock-ticks.js';
import { resolveRange, type TimeRange, type TimeWindow } from '../../model/time-range.js';
import { CoverageNote } from '../../parts/coverage-note.js';
import { useSize } from '../../parts/use-size.js';
import { show } from '../../view/address.js';
import { zone } from '../../view/clock.js';
import { useResource } from '../../view/use-resource.js';
import { LatencyScatter } from './latency-scatter.js';
import { TimeHistogram } from './time-histogram.js';
import './trace-charts.css';

interface TraceChartsProps {
  readonly range: TimeRange;
  readonly filter: string;
}

interface Counted {
  readonly histogram: TraceHistogram;
  readonly window: TimeWindow;
}

const TICK_PX = 90;

/** When the traces began and how long they took; both can be brushed to narrow what is listed below. */
export function TraceCharts({ range, filter }: TraceChartsProps): VNode {
  const place = useRef<HTMLDivElement>(null);
  const { width } = useSize(place);
  const periods = useMemo(wantedPeriods, []);
  const counted = useResource<Counted>(JSON.stringify([range, filter]), async (signal) => {
    const window = resolveRange(range, Date.now() / 1000);
    return { window, histogram: await fetchHistogram({ ...window, filter }, periods, signal) };
  });
  const { data, error } = counted.state.value;
  const narrow = (from: number, to: number): void =>
    show({ range: { kind: 'between', from, to }, live: false });
  return (
    <section class="charts" aria-label="Traces over time">
      <div class="charts-field" ref={place}>
        {data && width > 0 && <Drawn data={data} width={width} filter={filter} narrow={narrow} />}
      </div>
      {data && !data.histogram.complete && (
        <p class="charts-note muted">
          Charts: <CoverageNote coverage={data.histogram} />
        </p>
      )}
      {error && <p class="charts-note page-error">{error.message}</p>}
    </section>
  );
}

/** About one period for each ten pixels of the window that the page was opened in. */
function wantedPeriods(): number {
  return Math.min(160, Math.max(40, Math.round(window.innerWidth / 10)));
}

interface DrawnProps {
  readonly data: Counted;
  readonly width: number;
  readonly filter: string;
  narrow(from: number, to: number): void;
}

function Drawn({ data, width, filter, narrow }: DrawnProps): VNode {
  const { histogram, window } = data;
  const ticks = useMemo(
    () => clockTicks(window.start, window.end, width / TICK_PX, zone.value),
    [window, width, zone.value],
  );
  return (
    <>
      <TimeHistogram histogram={histogram} window={window} width={width} ticks={ticks} narrow={narrow} />
      <LatencyScatter histogram={histogram} window={window} width={width} ticks={ticks} filter={filter} />
    </>
  );
}
