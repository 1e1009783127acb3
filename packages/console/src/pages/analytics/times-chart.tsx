import type { Histogram } from '@radiograph/trace';
import type { VNode } from 'preact';
import { useMemo, useRef, useState } from 'preact/hooks';
import { bothFilters, timeConditions } from '../../model/filter-text.js';
import { percentile } from '../../model/histogram.js';
import { countText, durationText, shareText } from '../../model/quantity.js';
import { type SharedBin, sharedBins } from '../../model/set-comparison.js';
import { type BinRange, useBinBrush } from '../../parts/use-bin-brush.js';
import { useSize } from '../../parts/use-size.js';
import { show, view } from '../../view/address.js';

const HEIGHT = 150;
const SETS = ['A', 'B'] as const;
const PERCENTILES = [0.5, 0.95, 0.99] as const;

/** How the response times of one or two sets are spread, each as shares of its own. A marked range narrows the filter of A. */
export function TimesChart({ sets }: { readonly sets: readonly Histogram[] }): VNode {
  const place = useRef<HTMLDivElement>(null);
  const { width } = useSize(place);
  const [marked, setMarked] = useState<BinRange>();
  const bins = useMemo(() => sharedBins(sets), [sets]);
  const step = bins.length === 0 ? 0 : width / bins.length;
  const brush = useBinBrush({
    count: bins.length,
    binAt: (share) => Math.floor(share * bins.length),
    mark: setMarked,
    commit: ([first, last]) => {
      const [from, to] = [bins[first]?.from, bins[last]?.to];
      setMarked(undefined);
      if (from === undefined || to === undefined) return;
      show({ filter: bothFilters(view.peek().filter, timeConditions(from, to).join(' AND ')) });
    },
  });
  const most = Math.max(0.01, ...bins.flatMap((bin) => bin.shares));
  return (
    <figure class="times">
      <figcaption>
        <span>Response times</span>
        {sets.map((set, index) => (
          <span key={SETS[index]} class={`times-figures is-${SETS[index]}`}>
            <span class="analytics-name">{SETS[index]}</span>
            {PERCENTILES.map((share) => (
              <span key={share}>
                <span class="muted">p{share * 100}</span> {durationText(percentile(set, share) ?? 0)}
              </span>
            ))}
          </span>
        ))}
      </figcaption>
      <div class="times-field" ref={place}>
        <svg
          viewBox={`0 0 ${Math.max(1, width)} ${HEIGHT}`}
          role="application"
          aria-label="Response times. Arrow keys mark a range, with Shift a wider one; Enter narrows the filter to it."
          {...brush}
        >
          <rect class="charts-ground" width={width} height={HEIGHT} />
          {marked && (
            <rect
              class="charts-marked"
              x={marked[0] * step}
              width={(marked[1] - marked[0] + 1) * step}
              height={HEIGHT}
            />
          )}
          {bins.map((bin, index) => (
            <Bin key={bin.from} bin={bin} x={index * step} width={step} most={most} />
          ))}
          <path class="charts-base" d={`M0,${HEIGHT - 0.5}h${width}`} />
        </svg>
      </div>
      <p class="times-scale muted">
        <span>{bins[0] && durationText(bins[0].from)}</span>
        <span role="status">{marked && markedWords(bins, marked)}</span>
        <span>{durationText(bins.at(-1)?.to ?? 0)}</span>
      </p>
    </figure>
  );
}

interface BinProps {
  readonly bin: SharedBin;
  readonly x: number;
  readonly width: number;
  readonly most: number;
}

function Bin({ bin, x, width, most }: BinProps): VNode {
  const each = Math.max(1, (width - 2) / bin.shares.length);
  return (
    <g>
      <title>{binWords(bin)}</title>
      {bin.shares.map((share, set) => {
        const height = share === 0 ? 0 : Math.max(2, (share / most) * (HEIGHT - 8));
        return (
          <rect
            key={SETS[set]}
            class={`times-bin is-${SETS[set]}`}
            x={x + set * each}
            y={HEIGHT - height}
            width={each}
            height={height}
          />
        );
      })}
    </g>
  );
}

function binWords({ from, to, counts, shares }: SharedBin): string {
  const sets = counts.map(
    (count, set) => `${SETS[set]} ${countText(count)} (${shareText(shares[set] ?? 0)})`,
  );
  return `${durationText(from)} to ${durationText(to)}: ${sets.join(', ')}`;
}

function markedWords(bins: readonly SharedBin[], [first, last]: BinRange): string {
  const marked = bins.slice(first, last + 1);
  const [from, to] = [marked[0]?.from ?? 0, marked.at(-1)?.to ?? 0];
  const count = marked.reduce((sum, { counts }) => sum + (counts[0] ?? 0), 0);
  return `${durationText(from)} to ${durationText(to)}: ${countText(count)} of A`;
}
