import type { GraphEdge, GraphNode, ServiceGraph } from '@radiograph/trace';
import { serviceId, type WireServiceId } from './service-id.js';
import { type WireHistogramEntry, type WireStatistics, wireHistogram, wireStatistics } from './statistics.js';

/** One node of the service graph with the edges that leave it. */
export interface WireService extends WireServiceId {
  readonly ReferenceId: number;
  /** Only on nodes that requests enter by. */
  readonly Root?: true;
  readonly State: string;
  readonly StartTime: number;
  readonly EndTime: number;
  readonly Edges: readonly WireEdge[];
  /** Absent on clients, as are the histograms. */
  readonly SummaryStatistics?: WireStatistics;
  readonly DurationHistogram?: readonly WireHistogramEntry[];
  readonly ResponseTimeHistogram?: readonly WireHistogramEntry[];
}

/** One edge, written at the node it leaves. */
export interface WireEdge {
  readonly ReferenceId: number;
  readonly StartTime: number;
  readonly EndTime: number;
  readonly SummaryStatistics: WireStatistics;
  readonly ResponseTimeHistogram?: readonly WireHistogramEntry[];
  readonly Aliases: readonly {
    readonly Name: string;
    readonly Names: readonly string[];
    readonly Type?: string;
  }[];
  readonly EdgeType?: 'link';
  readonly ReceivedEventAgeHistogram?: readonly WireHistogramEntry[];
}

/** Writes a graph as the API's list of services; of more than `most` those with the most requests, with the calls between them. */
export function wireServices(
  graph: ServiceGraph,
  most: number = Number.POSITIVE_INFINITY,
): readonly WireService[] {
  const shown = busiest(graph, most);
  const leaving = new Map<number, WireEdge[]>();
  for (const edge of graph.edges) {
    if (!shown.has(edge.from) || !shown.has(edge.to)) continue;
    const edges = leaving.get(edge.from);
    if (edges === undefined) leaving.set(edge.from, [wireEdge(edge)]);
    else edges.push(wireEdge(edge));
  }
  return graph.nodes.flatMap((node, index) =>
    shown.has(index) ? [wireService(node, index, leaving.get(index) ?? [])] : [],
  );
}

function busiest({ nodes }: ServiceGraph, most: number): ReadonlySet<number> {
  const all = [...nodes.keys()];
  if (all.length <= most) return new Set(all);
  const requests = nodes.map(({ statistics }) =>
    statistics === undefined ? 0 : statistics.ok + statistics.throttle + statistics.error + statistics.fault,
  );
  return new Set(all.sort((a, b) => (requests[b] ?? 0) - (requests[a] ?? 0) || a - b).slice(0, most));
}

function wireService(node: GraphNode, index: number, edges: readonly WireEdge[]): WireService {
  return {
    ReferenceId: index,
    ...serviceId(node.identity, node.names),
    ...(node.root ? { Root: true } : {}),
    State: node.state,
    StartTime: node.start,
    EndTime: node.end,
    Edges: edges,
    ...(node.statistics === undefined
      ? {}
      : {
          SummaryStatistics: wireStatistics(node.statistics),
          DurationHistogram: wireHistogram(node.durations),
          ResponseTimeHistogram: wireHistogram(node.responseTimes),
        }),
  };
}

/** The times of a link are how long its event waited, so they stand under another name. */
function wireEdge(edge: GraphEdge): WireEdge {
  const times = wireHistogram(edge.responseTimes);
  return {
    ReferenceId: edge.to,
    StartTime: edge.start,
    EndTime: edge.end,
    SummaryStatistics: wireStatistics(edge.statistics),
    Aliases: edge.aliases.map(({ name, type }) => ({
      Name: name,
      Names: [name],
      ...(type === undefined ? {} : { Type: type }),
    })),
    ...(edge.link
      ? { EdgeType: 'link', ReceivedEventAgeHistogram: times }
      : { ResponseTimeHistogram: times }),
  };
}
