import {
  addStatistics,
  type GraphEdge,
  type GraphNode,
  mergeHistograms,
  type NodeIdentity,
  type ServiceGraph,
} from '@radiograph/trace';

/** By what nodes of the map are taken together. */
export type Grouping = 'type' | 'account';

/** A graph in which the nodes of one type, or of one account, are one node. */
export interface GroupedGraph {
  readonly graph: ServiceGraph;
  /** Who is in each node, in the order of the graph's nodes; one alone where nothing was taken together. */
  readonly members: readonly (readonly NodeIdentity[])[];
}

/** What an address says about grouping; undefined for none. */
export function readGrouping(text: string | undefined): Grouping | undefined {
  return text === 'type' || text === 'account' ? text : undefined;
}

/** Takes nodes together. Clients stay what they are, as one; calls within a group are left out. */
export function groupedGraph(graph: ServiceGraph, by: Grouping): GroupedGraph {
  const groups = new Map<string, { readonly node: GraphNode; readonly members: readonly NodeIdentity[] }>();
  const keys = graph.nodes.map((node) => groupKey(node.identity, by));
  for (const [index, node] of graph.nodes.entries()) {
    const key = keys[index] ?? '';
    const group = groups.get(key);
    groups.set(key, {
      node:
        group === undefined
          ? { ...node, identity: groupIdentity(node.identity, by) }
          : merged(group.node, node),
      members: [...(group?.members ?? []), node.identity],
    });
  }
  const places = new Map([...groups.keys()].map((key, index) => [key, index]));
  const placeOf = (index: number): number => places.get(keys[index] ?? '') ?? 0;
  return {
    graph: {
      nodes: [...groups.values()].map(({ node, members }) => named(node, members)),
      edges: mergedEdges(
        graph.edges.map((edge) => ({ ...edge, from: placeOf(edge.from), to: placeOf(edge.to) })),
      ),
    },
    members: [...groups.values()].map(({ members }) => members),
  };
}

function groupKey({ type, accountId }: NodeIdentity, by: Grouping): string {
  if (type === 'client') return 'client';
  return by === 'type' ? `type ${type ?? ''}` : `account ${accountId ?? ''}`;
}

function groupIdentity({ type, accountId }: NodeIdentity, by: Grouping): NodeIdentity {
  if (type === 'client') return { name: 'Clients', type };
  if (by === 'type') return { name: type ?? 'Applications', ...(type !== undefined && { type }) };
  return accountId === undefined ? { name: 'No account' } : { name: `Account ${accountId}`, accountId };
}

/** One alone keeps its name; several are named after what they have in common. */
function named(node: GraphNode, members: readonly NodeIdentity[]): GraphNode {
  const [only] = members;
  return members.length === 1 && only !== undefined ? { ...node, identity: only } : node;
}

function merged(one: GraphNode, other: GraphNode): GraphNode {
  const statistics =
    one.statistics && other.statistics
      ? addStatistics(one.statistics, other.statistics)
      : (one.statistics ?? other.statistics);
  return {
    ...one,
    names: [],
    root: one.root || other.root,
    state: one.state === 'active' ? 'active' : other.state,
    start: Math.min(one.start, other.start),
    end: Math.max(one.end, other.end),
    ...(statistics && { statistics }),
    responseTimes: mergeHistograms([one.responseTimes, other.responseTimes]),
    durations: mergeHistograms([one.durations, other.durations]),
  };
}

function mergedEdges(edges: readonly GraphEdge[]): readonly GraphEdge[] {
  const all = new Map<string, GraphEdge>();
  for (const edge of edges) {
    if (edge.from === edge.to) continue;
    const key = `${edge.from} ${edge.to}`;
    const known = all.get(key);
    all.set(key, known === undefined ? edge : mergedEdge(known, edge));
  }
  return [...all.values()];
}

function mergedEdge(one: GraphEdge, other: GraphEdge): GraphEdge {
  return {
    ...one,
    start: Math.min(one.start, other.start),
    end: Math.max(one.end, other.end),
    statistics: addStatistics(one.statistics, other.statistics),
    responseTimes: mergeHistograms([one.responseTimes, other.responseTimes]),
    aliases: [],
    link: one.link && other.link,
  };
}
