import { type GraphEdge, type GraphNode, nodeKey, type ServiceGraph } from '@radiograph/trace';
import { edgeKey } from './map-layout.js';
import { countText, quantityText, rateQuantity } from './quantity.js';
import { type OutcomeShare, outcomeShares, totalCount } from './status.js';

/** The service graph with what the map draws of it worked out. */
export interface MapScene {
  readonly nodes: readonly SceneNode[];
  readonly edges: readonly SceneEdge[];
  /** The minutes that rates refer to. */
  readonly minutes: number;
}

/** A node of the map. Rates per minute, times in seconds. */
export interface SceneNode {
  readonly key: string;
  readonly node: GraphNode;
  readonly radius: number;
  readonly shares: readonly OutcomeShare[];
  readonly count: number;
  readonly rate: number;
  /** How much came, in words: a rate, or a count on the map of one trace. */
  readonly traffic: string;
  readonly average?: number;
}

/** An edge of the map. */
export interface SceneEdge {
  readonly key: string;
  readonly from: string;
  readonly to: string;
  readonly edge: GraphEdge;
  readonly width: number;
  readonly shares: readonly OutcomeShare[];
  readonly count: number;
  readonly rate: number;
  readonly traffic: string;
  readonly average?: number;
}

type Traffic = (count: number) => string;

const RADII = [20, 24, 29, 35] as const;
const CLIENT_RADIUS = 20;
const LEAST_MINUTES = 1;

/**
 * Works out what the map draws. Rates are per minute of the time that has data: from the first request in the window to
 * the window's end, at least one minute, so that an application that just began is not thinned out by an hour's window.
 */
export function mapScene(
  graph: ServiceGraph,
  window: { readonly start: number; readonly end: number },
): MapScene {
  const first = graph.nodes.reduce((earliest, node) => Math.min(earliest, node.start), window.end);
  const minutes = Math.max(LEAST_MINUTES, (window.end - Math.max(first, window.start)) / 60);
  return sceneOf(graph, minutes, (count) => quantityText(rateQuantity(count / minutes)));
}

/** Works out what the map of one trace draws: how often each node was called, instead of a rate. */
export function traceScene(graph: ServiceGraph): MapScene {
  return sceneOf(graph, LEAST_MINUTES, (count) => `${countText(count)}×`);
}

function sceneOf(graph: ServiceGraph, minutes: number, traffic: Traffic): MapScene {
  const keys = graph.nodes.map((node) => nodeKey(node.identity));
  const most = Math.max(0, ...graph.nodes.map(countOf));
  const mostOnEdge = Math.max(0, ...graph.edges.map((edge) => totalCount(edge.statistics)));
  return {
    nodes: graph.nodes.map((node, index) => sceneNode(keys[index] ?? '', node, most, minutes, traffic)),
    edges: graph.edges.map((edge) => sceneEdge(keys, edge, mostOnEdge, minutes, traffic)),
    minutes,
  };
}

/** The radius of a ring: four steps by its share of the busiest node's traffic. */
export function ringRadius(count: number, most: number): number {
  const share = most > 0 ? count / most : 0;
  if (share > 0.5) return RADII[3];
  if (share > 0.2) return RADII[2];
  return share > 0.05 ? RADII[1] : RADII[0];
}

/** The width of an edge's line by its share of the busiest edge's traffic. */
export function edgeWidth(count: number, most: number): number {
  if (most <= 0 || count <= 0) return 1;
  return 1 + Math.round(Math.sqrt(count / most) * 8) / 2;
}

/** The keys up- and downstream of a node or of an edge, itself included: what stays clear while the rest fades. */
export function relatedKeys(scene: MapScene, selected: string): ReadonlySet<string> {
  const edge = scene.edges.find((candidate) => candidate.key === selected);
  const related = new Set<string>([selected]);
  walk(scene, edge?.from ?? selected, related, 'up');
  walk(scene, edge?.to ?? selected, related, 'down');
  return related;
}

function walk(scene: MapScene, from: string, related: Set<string>, direction: 'up' | 'down'): void {
  const seen = new Set([from]);
  const waiting = [from];
  for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) {
    related.add(key);
    for (const edge of scene.edges) {
      const [near, far] = direction === 'down' ? [edge.from, edge.to] : [edge.to, edge.from];
      if (near !== key) continue;
      related.add(edge.key);
      if (seen.has(far)) continue;
      seen.add(far);
      waiting.push(far);
    }
  }
}

function countOf(node: GraphNode): number {
  return node.statistics ? totalCount(node.statistics) : 0;
}

function sceneNode(key: string, node: GraphNode, most: number, minutes: number, traffic: Traffic): SceneNode {
  const count = countOf(node);
  return {
    key,
    node,
    radius: node.identity.type === 'client' ? CLIENT_RADIUS : ringRadius(count, most),
    shares: node.statistics ? outcomeShares(node.statistics) : [],
    count,
    rate: count / minutes,
    traffic: traffic(count),
    ...(node.statistics && count > 0 && { average: node.statistics.totalResponseTime / count }),
  };
}

function sceneEdge(
  keys: readonly string[],
  edge: GraphEdge,
  most: number,
  minutes: number,
  traffic: Traffic,
): SceneEdge {
  const from = keys[edge.from] ?? '';
  const to = keys[edge.to] ?? '';
  const count = totalCount(edge.statistics);
  return {
    key: edgeKey(from, to),
    from,
    to,
    edge,
    width: edgeWidth(count, most),
    shares: outcomeShares(edge.statistics),
    count,
    rate: count / minutes,
    traffic: traffic(count),
    ...(count > 0 && { average: edge.statistics.totalResponseTime / count }),
  };
}
