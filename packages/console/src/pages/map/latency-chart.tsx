import type { Histogram } from '@radiograph/trace';
import type { VNode } from 'preact';
import { type HistogramBin, logBins } from '../../model/histogram.js';
import { durationText } from '../../model/quantity.js';
import { useBinBrush } from '../../parts/use-bin-brush.js';

/** A range of response times marked on the chart, in seconds. */
export interface TimeBrush {
  readonly from: number;
  readonly to: number;
}

interface LatencyChartProps {
  readonly times: Histogram;
  readonly brush: TimeBrush | undefined;
  setBrush(brush: TimeBrush | undefined): void;
}

const WIDTH = 312;
const HEIGHT = 64;
const WIDEST_BIN = 24;

/** How response times are spread, on a logarithmic scale. Dragging marks a range; a click lets go of it. */
export function LatencyChart({ times, brush, setBrush }: LatencyChartProps): VNode {
  const bins = logBins(times);
  const width = Math.min(WIDEST_BIN, WIDTH / bins.length);
  const keys = useBinBrush({
    count: bins.length,
    binAt: (share) => Math.floor((share * WIDTH) / width),
    mark: (range) => {
      const [from, to] = [bins[range?.[0] ?? -1]?.from, bins[range?.[1] ?? -1]?.to];
      setBrush(from === undefined || to === undefined ? undefined : { from, to });
    },
  });
  return (
    <figure class="latency">
      <figcaption>
        <span>Response times</span>
        <span class="muted">
          {brush ? `${durationText(brush.from)} – ${durationText(brush.to)}` : 'drag to narrow'}
        </span>
      </figcaption>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="application"
        aria-label={`${spread(bins)}. Arrow keys mark a range, with Shift a wider one; Escape lets go of it.`}
        {...keys}
        onPointerDown={(event) => {
          if (brush) setBrush(undefined);
          else keys.onPointerDown(event);
        }}
      >
        <Bars bins={bins} width={width} brush={brush} />
      </svg>
      <p class="latency-scale muted">
        <span>{durationText(bins[0]?.from ?? 0)}</span>
        <span class="latency-end">{durationText(bins.at(-1)?.to ?? 0)}</span>
      </p>
    </figure>
  );
}

interface BarsProps {
  readonly bins: readonly HistogramBin[];
  readonly width: number;
  readonly brush: TimeBrush | undefined;
}

function Bars({ bins, width, brush }: BarsProps): VNode {
  const most = Math.max(...bins.map((bin) => bin.count));
  const isIn = (bin: HistogramBin): boolean =>
    brush === undefined || (bin.from >= brush.from && bin.to <= brush.to);
  return (
    <>
      <rect class="latency-ground" width={WIDTH} height={HEIGHT} />
      <path class="latency-base" d={`M0,${HEIGHT - 0.5}h${WIDTH}`} />
      {bins.map((bin, index) => {
        const height = bin.count === 0 ? 0 : Math.max(2, (bin.count / most) * (HEIGHT - 4));
        return (
          <rect
            key={bin.from}
            class={`latency-bin ${isIn(bin) ? '' : 'is-out'}`}
            x={index * width}
            y={HEIGHT - height}
            width={Math.max(1, width - 1)}
            height={height}
          >
            <title>{`${durationText(bin.from)} – ${durationText(bin.to)}: ${bin.count}`}</title>
          </rect>
        );
      })}
    </>
  );
}

function spread(bins: readonly HistogramBin[]): string {
  const filled = bins
    .filter((bin) => bin.count > 0)
    .map((bin) => `${durationText(bin.from)} to ${durationText(bin.to)}: ${bin.count}`);
  return `Response times. ${filled.join('; ')}`;
}
