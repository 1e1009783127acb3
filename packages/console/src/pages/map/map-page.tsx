import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import type { MapScene } from '../../model/map-scene.js';
import { rangeText } from '../../model/time-range.js';
import { Failure } from '../../parts/failure.js';
import { FirstTrace } from '../../parts/first-trace.js';
import { hrefTo, show, view } from '../../view/address.js';
import { dayAndTime } from '../../view/clock.js';
import { MapCanvas } from './map-canvas.js';
import { MapHead } from './map-head.js';
import { MapPanel } from './map-panel.js';
import { MapTable } from './map-table.js';
import { useLayout } from './use-layout.js';
import { useScene } from './use-scene.js';
import '../../parts/page-head.css';
import './map.css';

/** The service map of the time range, as a drawing or as a table, with a panel for what is selected. */
export function MapPage(): VNode {
  const { selected, options } = view.value;
  const { state, period, whole, scene, found, retry } = useScene();
  const layout = useLayout(scene, period);
  if (whole === undefined || scene === undefined)
    return state.error ? <Failure error={state.error} retry={retry} /> : <MapWaiting />;
  if (whole.nodes.length === 0) return <MapEmpty />;
  return (
    <div class="map-page">
      <h1 class="for-readers">Service map</h1>
      <div class="map-main">
        <MapHead scene={scene} whole={whole} found={found} />
        {options.as === 'table' && <MapTable scene={scene} selected={selected} select={select} />}
        {options.as !== 'table' &&
          (layout ? (
            <MapCanvas scene={scene} layout={layout} selected={selected} found={found} select={select} />
          ) : (
            <MapWaiting />
          ))}
      </div>
      <SelectedPanel scene={scene} selected={selected} select={select} />
    </div>
  );
}

function select(key: string | undefined): void {
  if (key !== view.peek().selected) show({ selected: key, tab: undefined });
}

interface SelectedPanelProps {
  readonly scene: MapScene;
  readonly selected: string | undefined;
  select(key: string | undefined): void;
}

function SelectedPanel({ scene, selected, select }: SelectedPanelProps): VNode | null {
  const node = useMemo(() => scene.nodes.find((candidate) => candidate.key === selected), [scene, selected]);
  const edge = useMemo(() => scene.edges.find((candidate) => candidate.key === selected), [scene, selected]);
  if (node === undefined && edge === undefined) return null;
  return <MapPanel key={selected} scene={scene} node={node} edge={edge} select={select} />;
}

function MapWaiting(): VNode {
  return (
    <div class="map-waiting muted" role="status">
      Drawing the map…
    </div>
  );
}

function MapEmpty(): VNode {
  const { range, filter } = view.value;
  if (filter !== '') return <NoMatch />;
  return (
    <div class="empty">
      <h2>No traces in this time</h2>
      <p class="muted">
        {rangeText(range, dayAndTime)}: nothing arrived. Here you would see your services, what they call, how
        fast and how well. Choose a longer time above, or send a first trace:
      </p>
      <FirstTrace />
    </div>
  );
}

function NoMatch(): VNode {
  return (
    <div class="empty">
      <h2>No trace matches</h2>
      <p class="muted">
        {rangeText(view.value.range, dayAndTime)}: traces may have arrived, but none that this filter lets
        through. Choose a longer time above, or a wider filter.
      </p>
      <a href={hrefTo({ page: 'map' }, { filter: '' })}>Show the map of all traces</a>
    </div>
  );
}
