import { type EdgeLabel, Graph, type GraphLabel, layout, type NodeLabel } from '@dagrejs/dagre';

/** A place on the map, in its own units (pixels at zoom 1). */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** What is to be placed: node keys, edges between them, and where nodes stood before. Plain data, for a worker. */
export interface LayoutRequest {
  readonly nodes: readonly string[];
  readonly edges: readonly { readonly from: string; readonly to: string }[];
  /** Places of the last layout. Known nodes of one rank keep their order. */
  readonly previous: Readonly<Record<string, Point>>;
}

/** Where everything stands. `bends` are the points an edge passes on its way, by {@link edgeKey}. */
export interface MapLayout {
  readonly places: Readonly<Record<string, Point>>;
  readonly bends: Readonly<Record<string, readonly Point[]>>;
}

/** The room one node takes, labels included. */
export const NODE_BOX = { width: 136, height: 124 } as const;

const SPACING = {
  rankdir: 'LR',
  ranksep: 84,
  nodesep: 12,
  marginx: 0,
  marginy: 0,
  ranker: 'tight-tree',
} as const;

/** A stable text for an edge between two node keys. */
export function edgeKey(from: string, to: string): string {
  return `${from}→${to}`;
}

/** Places the nodes in ranks from left to right. The same graph gives the same layout, whatever the order it is listed in. */
export function layoutMap(request: LayoutRequest): MapLayout {
  const graph = new Graph({ multigraph: false });
  graph.setGraph({ ...SPACING });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const key of [...request.nodes].sort()) graph.setNode(key, { ...NODE_BOX });
  for (const edge of sortedEdges(request)) graph.setEdge(edge.from, edge.to);
  layout(graph, { constraints: orderConstraints(request) });
  return { places: readPlaces(graph), bends: readBends(graph) };
}

/** Whether two requests ask for the same graph, so that the present layout still holds. */
export function layoutSignature(request: Pick<LayoutRequest, 'nodes' | 'edges'>): string {
  return JSON.stringify([
    [...request.nodes].sort(),
    request.edges.map((edge) => edgeKey(edge.from, edge.to)).sort(),
  ]);
}

type LayoutGraph = Graph<GraphLabel, NodeLabel, EdgeLabel>;

function sortedEdges(request: LayoutRequest): LayoutRequest['edges'] {
  return request.edges
    .filter((edge) => edge.from !== edge.to)
    .toSorted((one, other) => (edgeKey(one.from, one.to) < edgeKey(other.from, other.to) ? -1 : 1));
}

function orderConstraints(request: LayoutRequest): { left: string; right: string }[] {
  const ranks = new Map<number, string[]>();
  const known = request.nodes.filter((key) => request.previous[key] !== undefined);
  for (const key of known) {
    const rank = Math.round(request.previous[key]?.x ?? 0);
    ranks.set(rank, [...(ranks.get(rank) ?? []), key]);
  }
  return [...ranks.values()].flatMap((keys) => {
    const ordered = keys.sort(
      (one, other) => (request.previous[one]?.y ?? 0) - (request.previous[other]?.y ?? 0),
    );
    return ordered.slice(1).map((right, index) => ({ left: ordered[index] ?? right, right }));
  });
}

function readPlaces(graph: LayoutGraph): Record<string, Point> {
  return Object.fromEntries(
    graph.nodes().map((key) => {
      const node = graph.node(key);
      return [key, { x: node?.x ?? 0, y: node?.y ?? 0 }];
    }),
  );
}

function readBends(graph: LayoutGraph): Record<string, readonly Point[]> {
  return Object.fromEntries(
    graph.edges().map((edge) => {
      const points = graph.edge(edge)?.points ?? [];
      return [edgeKey(edge.v, edge.w), points.slice(1, -1).map((point) => ({ x: point.x, y: point.y }))];
    }),
  );
}
