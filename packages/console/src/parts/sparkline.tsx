import type { VNode } from 'preact';
import './sparkline.css';

const BAR = 4;
const HEIGHT = 18;

/** How often something happened over the time range, in small bars; the height is relative to `most`. */
export function Sparkline({
  counts,
  most,
  label,
}: {
  readonly counts: readonly number[];
  readonly most: number;
  readonly label: string;
}): VNode {
  const width = counts.length * BAR;
  return (
    <svg class="sparkline" viewBox={`0 0 ${width} ${HEIGHT}`} role="img" aria-label={label}>
      <path class="sparkline-base" d={`M0,${HEIGHT - 0.5}h${width}`} />
      {counts.map((count, index) => {
        if (count === 0) return null;
        const height = Math.max(2, (count / Math.max(1, most)) * HEIGHT);
        return <rect key={index} x={index * BAR} y={HEIGHT - height} width={BAR - 1} height={height} />;
      })}
    </svg>
  );
}
