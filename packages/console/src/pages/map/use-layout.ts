import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { edgeKey, type LayoutRequest, layoutSignature, type MapLayout } from '../../model/map-layout.js';
import type { MapScene } from '../../model/map-scene.js';

/** Nodes that left the window keep their place up to this many, so that one that comes and goes does not move the others. */
const MOST_REMEMBERED = 400;

/** How long until a worker whose script could not be loaded is started anew. */
const RESTART_MS = 2_000;

const NOTHING: LayoutRequest = { nodes: [], edges: [], previous: {} };

interface Answer {
  readonly number: number;
  readonly layout: MapLayout;
}

/**
 * The layout of a scene, worked out in a worker. It changes only when a node or an edge appears that was not there before
 * in this `period`; until the new one is ready the old one stays.
 */
export function useLayout(scene: MapScene | undefined, period: string): MapLayout | undefined {
  const worker = useWorker();
  const [layout, setLayout] = useState<MapLayout>();
  const asked = useRef({ worker, period: '', signature: '', number: 0, request: NOTHING });
  const request = useMemo(
    () => scene && graphRequest(scene, asked.current.period === period ? asked.current.request : NOTHING),
    [scene, period],
  );
  useEffect(() => {
    if (request === undefined) return;
    const signature = `${period} ${layoutSignature(request)}`;
    if (signature === asked.current.signature && worker === asked.current.worker) return;
    const number = asked.current.number + 1;
    asked.current = { worker, period, signature, number, request };
    worker.onmessage = (event: MessageEvent<Answer>): void => {
      if (event.data.number === asked.current.number) setLayout(event.data.layout);
    };
    worker.postMessage({ number, request: { ...request, previous: layout?.places ?? {} } });
  }, [worker, request, period, layout]);
  return layout;
}

/** A worker for as long as the map is shown; another one where its script could not be loaded, as while the service is away. */
function useWorker(): Worker {
  const [attempt, setAttempt] = useState(0);
  // Every attempt makes a worker of its own.
  const worker = useMemo(startWorker, [attempt]);
  useLayoutEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    worker.onerror = () => {
      timer = setTimeout(() => setAttempt(attempt + 1), RESTART_MS);
    };
    return () => {
      clearTimeout(timer);
      worker.terminate();
    };
  }, [worker, attempt]);
  return worker;
}

function startWorker(): Worker {
  return new Worker(new URL('../../model/layout-worker.ts', import.meta.url), { type: 'module' });
}

function graphRequest(scene: MapScene, before: LayoutRequest): LayoutRequest {
  const kept = before.nodes.length <= MOST_REMEMBERED ? before : NOTHING;
  const edges = [...kept.edges, ...scene.edges].map(({ from, to }) => ({ from, to }));
  return {
    nodes: [...new Set([...kept.nodes, ...scene.nodes.map((node) => node.key)])],
    edges: [...new Map(edges.map((edge) => [edgeKey(edge.from, edge.to), edge])).values()],
    previous: {},
  };
}
