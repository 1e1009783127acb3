import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { type LayoutRequest, layoutSignature, type MapLayout } from '../../model/map-layout.js';
import type { MapScene } from '../../model/map-scene.js';

/** Nodes that left the window keep their place up to this many, so that one that comes and goes does not move the others. */
const MOST_REMEMBERED = 400;

/**
 * The layout of a scene, worked out in a worker. It changes only when a node or an edge appears that was not there before
 * in this `period`; until the new one is ready the old one stays.
 */
export function useLayout(scene: MapScene | undefined, period: string): MapLayout | undefined {
  const worker = useWorker();
  const [layout, setLayout] = useState<MapLayout>();
  const asked = useRef({ period: '', signature: '', number: 0, request: EMPTY });
  const request = useMemo(
    () =>
      scene
        ? graphRequest(scene, asked.current.period === period ? asked.current.request : EMPTY)
        : undefined,
    [scene, period],
  );
  useEffect(() => {
    if (request === undefined) return;
    const signature = layoutSignature(request);
    if (signature === asked.current.signature && asked.current.period === period) return;
    const number = asked.current.number + 1;
    asked.current = { period, signature, number, request };
    const onAnswer = (event: MessageEvent<{ readonly number: number; readonly layout: MapLayout }>): void => {
      if (event.data.number !== asked.current.number) return;
      setLayout(event.data.layout);
    };
    worker.onmessage = onAnswer;
    worker.postMessage({ number, request: { ...request, previous: layout?.places ?? {} } });
  }, [worker, request, period, layout]);
  return layout;
}

const EMPTY: LayoutRequest = { nodes: [], edges: [], previous: {} };

function useWorker(): Worker {
  const worker = useMemo(
    () => new Worker(new URL('../../model/layout-worker.ts', import.meta.url), { type: 'module' }),
    [],
  );
  useEffect(() => () => worker.terminate(), [worker]);
  return worker;
}

function graphRequest(scene: MapScene, before: LayoutRequest): LayoutRequest {
  const kept = before.nodes.length <= MOST_REMEMBERED ? before : EMPTY;
  const edges = new Map(
    [...kept.edges, ...scene.edges].map((edge) => [
      `${edge.from}→${edge.to}`,
      { from: edge.from, to: edge.to },
    ]),
  );
  return {
    nodes: [...new Set([...kept.nodes, ...scene.nodes.map((node) => node.key)])],
    edges: [...edges.values()],
    previous: {},
  };
}
