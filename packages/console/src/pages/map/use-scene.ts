import { useMemo } from 'preact/hooks';
import { fetchServiceGraph } from '../../api/service-graph.js';
import { groupedGraph, readGrouping } from '../../model/map-group.js';
import {
  focusedScene,
  foundNodes,
  type MapScene,
  mapScene,
  withBefore,
  withMembers,
} from '../../model/map-scene.js';
import { resolveRange, type TimeWindow } from '../../model/time-range.js';
import { view } from '../../view/address.js';
import type { Loaded } from '../../view/resource.js';
import { useResource } from '../../view/use-resource.js';
import { noteGraph } from '../../view/vocabulary.js';

/** What the map shows, as far as it is loaded. */
export interface ShownScene {
  readonly state: Loaded<unknown>;
  /** Names what was asked for: its layout is kept for as long as this is the same. */
  readonly period: string;
  /** Everything there is, and the part of it that is shown. */
  readonly whole: MapScene | undefined;
  readonly scene: MapScene | undefined;
  readonly found: readonly string[] | undefined;
  retry(): void;
}

interface Graphs {
  readonly scene: MapScene;
}

/** Loads the map that the address asks for: its time, filter, grouping, focus, search, and the period before beside it. */
export function useScene(): ShownScene {
  const { range, filter, options } = view.value;
  const grouping = readGrouping(options.group);
  const isCompared = options.before === 'on';
  const graphs = useResource<Graphs>(
    JSON.stringify([range, filter, grouping, isCompared]),
    async (signal) => {
      const window = resolveRange(range, Date.now() / 1000);
      const load = (of: TimeWindow): Promise<MapScene> => loadScene(of, filter, grouping, signal);
      const [scene, before] = await Promise.all([
        load(window),
        isCompared ? load(periodBefore(window)) : undefined,
      ]);
      return { scene: before === undefined ? scene : withBefore(scene, before) };
    },
  );
  const state = graphs.state.value;
  const whole = state.data?.scene;
  const scene = useMemo(() => whole && focusedScene(whole, options.focus), [whole, options.focus]);
  const found = useMemo(() => scene && foundNodes(scene, options.find ?? ''), [scene, options.find]);
  return {
    state,
    whole,
    scene,
    found,
    period: JSON.stringify([range, grouping, options.focus]),
    retry: graphs.refresh,
  };
}

async function loadScene(
  window: TimeWindow,
  filter: string,
  grouping: ReturnType<typeof readGrouping>,
  signal: AbortSignal,
): Promise<MapScene> {
  const graph = await fetchServiceGraph({ ...window, filter }, signal);
  noteGraph(graph);
  if (grouping === undefined) return mapScene(graph, window);
  const grouped = groupedGraph(graph, grouping);
  return withMembers(mapScene(grouped.graph, window), grouped.members);
}

/** The window of the same length that ends where this one begins. */
function periodBefore({ start, end }: TimeWindow): TimeWindow {
  return { start: start - (end - start), end: start };
}
