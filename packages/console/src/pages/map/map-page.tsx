import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import { fetchServiceGraph } from '../../api/service-graph.js';
import { type MapScene, mapScene } from '../../model/map-scene.js';
import { countText } from '../../model/quantity.js';
import { rangeText, resolveRange } from '../../model/time-range.js';
import { Failure } from '../../parts/failure.js';
import { FirstTrace } from '../../parts/first-trace.js';
import { Icon } from '../../parts/icon.js';
import { hrefTo, setOptions, show, view } from '../../view/address.js';
import { dayAndTime } from '../../view/clock.js';
import { useResource } from '../../view/use-resource.js';
import { noteGraph } from '../../view/vocabulary.js';
import { MapCanvas } from './map-canvas.js';
import { MapPanel } from './map-panel.js';
import { MapTable } from './map-table.js';
import { useLayout } from './use-layout.js';
import './map.css';

/** The service map of the time range, as a drawing or as a table, with a panel for what is selected. */
export function MapPage(): VNode {
  const { range, filter, selected, options } = view.value;
  const table = options.as === 'table';
  const question = JSON.stringify([range, filter]);
  const graph = useResource(question, async (signal) => {
    const window = resolveRange(range, Date.now() / 1000);
    const fetched = await fetchServiceGraph({ ...window, filter }, signal);
    noteGraph(fetched);
    return mapScene(fetched, window);
  });
  const { data, error } = graph.state.value;
  const layout = useLayout(data, JSON.stringify(range));
  if (data === undefined) return error ? <Failure error={error} retry={graph.refresh} /> : <MapWaiting />;
  if (data.nodes.length === 0) return <MapEmpty />;
  const select = (key: string | undefined): void => {
    if (key !== selected) show({ selected: key, tab: undefined });
  };
  return (
    <div class="map-page">
      <h1 class="for-readers">Service map</h1>
      <div class="map-main">
        <MapHead scene={data} isTable={table} />
        {table && <MapTable scene={data} selected={selected} select={select} />}
        {!table &&
          (layout ? (
            <MapCanvas scene={data} layout={layout} selected={selected} select={select} />
          ) : (
            <MapWaiting />
          ))}
      </div>
      <SelectedPanel scene={data} selected={selected} select={select} />
    </div>
  );
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

function MapHead({ scene, isTable }: { readonly scene: MapScene; readonly isTable: boolean }): VNode {
  const services = scene.nodes.filter((node) => node.node.identity.type !== 'client').length;
  const requests = scene.nodes.filter((node) => node.node.root).reduce((sum, node) => sum + node.count, 0);
  return (
    <div class="map-head">
      <p class="muted">
        {services} {services === 1 ? 'node' : 'nodes'} · {countText(requests)} requests entered
      </p>
      <button type="button" class="button quiet" onClick={() => setOptions({ as: isTable ? '' : 'table' })}>
        <Icon name={isTable ? 'map' : 'table'} />
        {isTable ? 'Show as map' : 'Show as table'}
      </button>
    </div>
  );
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
