import { nodeKey, serviceGraph } from '@radiograph/trace';
import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import { type MapScene, traceScene } from '../../model/map-scene.js';
import type { TraceRow, TraceView } from '../../model/trace-view.js';
import { MapCanvas } from '../map/map-canvas.js';
import { useLayout } from '../map/use-layout.js';
import '../map/map.css';

interface TraceMapProps {
  readonly trace: TraceView;
  readonly selected: string | undefined;
  select(id: string | undefined): void;
}

/** The services of one trace and the calls between them. A node opens the first row that is its work, an edge the first call. */
export function TraceMap({ trace, selected, select }: TraceMapProps): VNode {
  const scene = useMemo(() => traceScene(serviceGraph([trace.trace])), [trace]);
  const layout = useLayout(scene, trace.trace.id);
  const rows = useMemo(() => firstRows(trace), [trace]);
  const row = trace.rows.find((candidate) => candidate.id === selected);
  const open = (key: string | undefined): void => {
    if (key !== undefined) select(rowOf(key, scene, rows)?.id ?? trace.root?.id);
  };
  if (layout === undefined)
    return (
      <div class="map-waiting muted" role="status">
        Drawing the map…
      </div>
    );
  return <MapCanvas scene={scene} layout={layout} selected={keyOf(row, trace)} select={open} />;
}

/** The first row of each node: its own segment, or the call to what sent none. */
function firstRows(trace: TraceView): ReadonlyMap<string, TraceRow> {
  const rows = new Map<string, TraceRow>();
  for (const row of trace.rows) {
    const node = row.node ?? row.callee;
    if (node !== undefined && !rows.has(nodeKey(node))) rows.set(nodeKey(node), row);
  }
  return rows;
}

function rowOf(key: string, scene: MapScene, rows: ReadonlyMap<string, TraceRow>): TraceRow | undefined {
  const edge = scene.edges.find((candidate) => candidate.key === key);
  return rows.get(edge?.to ?? key);
}

function keyOf(row: TraceRow | undefined, trace: TraceView): string | undefined {
  const segment = trace.entities.get(row?.segmentId ?? '');
  const node = row?.callee ?? row?.node ?? (segment?.kind === 'segment' ? segment.node : undefined);
  return node && nodeKey(node);
}
