import type { VNode } from 'preact';
import { oneLine } from '../../model/cut-text.js';
import { edgePath, type Ring } from '../../model/map-edge-path.js';
import type { Point } from '../../model/map-layout.js';
import type { SceneEdge } from '../../model/map-scene.js';
import { durationText } from '../../model/quantity.js';
import { failingStretches, statusLook } from '../../model/status.js';

interface MapEdgeProps {
  readonly edge: SceneEdge;
  readonly from: Ring;
  readonly to: Ring;
  readonly bends: readonly Point[];
  readonly names: readonly [string, string];
  readonly isSelected: boolean;
  readonly isFaded: boolean;
  select(key: string): void;
}

/** An edge of the map: as wide as its traffic, its last stretch coloured by the share that fails. */
export function MapEdge({ edge, from, to, bends, names, isSelected, isFaded, select }: MapEdgeProps): VNode {
  const drawn = edgePath(from, to, bends);
  const stretches = failingStretches(edge.shares, drawn.length);
  const head = stretches.at(-1);
  return (
    <g
      class={`map-edge ${isSelected ? 'is-selected' : ''} ${isFaded ? 'is-faded' : ''} ${edge.edge.link ? 'is-link' : ''}`}
      data-key={edge.key}
      onClick={() => select(edge.key)}
    >
      <title>{`${oneLine(names[0], 200)} → ${oneLine(names[1], 200)}`}</title>
      <path class="map-edge-hit" d={drawn.path} />
      <path class="map-edge-line" d={drawn.path} stroke-width={edge.width} />
      {stretches.map((stretch) => (
        <path
          key={stretch.outcome}
          class={`map-edge-failing ${statusLook(stretch.outcome).className}`}
          d={drawn.path}
          pathLength={100}
          stroke-width={Math.max(edge.width, 2)}
          stroke-dasharray={`0 ${stretch.from * 100} ${(stretch.to - stretch.from) * 100} 200`}
        />
      ))}
      <path
        class={`map-edge-head ${head ? statusLook(head.outcome).className : ''}`}
        d={`M${drawn.tip.x},${drawn.tip.y}l-8,-4.5v9z`}
      />
      <text class="map-edge-label" x={drawn.label.x} y={drawn.label.y - 8}>
        {edge.traffic}
        {edge.average === undefined ? '' : ` · ${durationText(edge.average)}`}
      </text>
    </g>
  );
}
