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
export const NODE_BOX = { width: 140, height: 128 } as const;

const SPACING = {
  rankdir: 'LR',
  ranksep: 92,
  nodesep: 6,
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
  layout(graph, {
    customOrder: (layered, order) => {
      order(layered);
      keepOrder(layered, request.previous);
    },
  });
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

/**
 * Edges that decide where nodes stand. The time to order ranks grows with the square of the edges that cross them, so beyond this
 * many only what holds the graph together counts; the others are drawn straight between their ends.
 */
const MOST_EDGES = 600;

function sortedEdges(request: LayoutRequest): LayoutRequest['edges'] {
  const edges = request.edges
    .filter((edge) => edge.from !== edge.to)
    .toSorted((one, other) => (edgeKey(one.from, one.to) < edgeKey(other.from, other.to) ? -1 : 1));
  return edges.length <= MOST_EDGES ? edges : sparseEdges(edges);
}

/** The first edge into each node, then others until there are enough. */
function sparseEdges(edges: LayoutRequest['edges']): LayoutRequest['edges'] {
  const reached = new Set<string>();
  const first = edges.filter(({ to }) => !reached.has(to) && reached.add(to));
  const holding = new Set(first);
  const others = edges.filter((edge) => !holding.has(edge));
  return [...first, ...others.slice(0, Math.max(0, MOST_EDGES - first.length))];
}

/**
 * Puts the known nodes of each rank back into the order they had, in the slots that the layout gave them; new nodes and bends
 * of edges keep their slots. Done after the ordering because dagre holds its own constraints not in every rank of every sweep.
 */
function keepOrder(layered: LayoutGraph, previous: LayoutRequest['previous']): void {
  const ranks = new Map<number, string[]>();
  for (const key of layered.nodes()) {
    const rank = layered.node(key)?.rank;
    if (rank !== undefined && Object.hasOwn(previous, key))
      ranks.set(rank, [...(ranks.get(rank) ?? []), key]);
  }
  for (const known of ranks.values()) {
    const slots = known.map((key) => layered.node(key)?.order ?? 0).sort((one, other) => one - other);
    known.sort((one, other) => (previous[one]?.y ?? 0) - (previous[other]?.y ?? 0));
    for (const [index, key] of known.entries()) {
      const label = layered.node(key);
      const slot = slots[index];
      if (label !== undefined && slot !== undefined) label.order = slot;
    }
  }
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
