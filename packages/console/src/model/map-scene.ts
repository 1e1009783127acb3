import {
  type GraphEdge,
  type GraphNode,
  type NodeIdentity,
  nodeKey,
  type ServiceGraph,
  type Statistics,
} from '@radiograph/trace';
import { percentile } from './histogram.js';
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
  /** Who it stands for, where several were taken together. */
  readonly members: readonly NodeIdentity[];
  readonly radius: number;
  readonly shares: readonly OutcomeShare[];
  readonly count: number;
  readonly rate: number;
  /** How much came, in words: a rate, or a count on the map of one trace. */
  readonly traffic: string;
  readonly average?: number;
  /** The time within which 95 % of its requests were answered. */
  readonly p95?: number;
  /** What it was in the period before, where that is compared with. */
  readonly before?: Before;
}

/** A node's figures in the period before. */
export interface Before {
  readonly rate: number;
  readonly average?: number;
  readonly p95?: number;
  /** The share of requests that did not go well. */
  readonly failing: number;
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

type Times = Pick<SceneNode, 'average' | 'p95'>;
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

/** The scene with who stands behind each node that was made of several. */
export function withMembers(scene: MapScene, members: readonly (readonly NodeIdentity[])[]): MapScene {
  const nodes = scene.nodes.map((node, index) => {
    const all = members[index] ?? [];
    return all.length > 1 ? { ...node, members: all } : node;
  });
  return { ...scene, nodes };
}

/** The scene with each node's figures in the period before beside it. */
export function withBefore(scene: MapScene, before: MapScene): MapScene {
  const known = new Map(before.nodes.map((node) => [node.key, node]));
  return {
    ...scene,
    nodes: scene.nodes.map((node) => {
      const past = known.get(node.key);
      return past === undefined || past.count === 0 ? node : { ...node, before: beforeOf(past) };
    }),
  };
}

/** The share of a node's requests that did not go well, 0 to 1. */
export function failingShare({ shares }: Pick<SceneNode, 'shares'>): number {
  return shares.reduce((sum, { outcome, share }) => (outcome === 'ok' ? sum : sum + share), 0);
}

function beforeOf(node: SceneNode): Before {
  const { rate, average, p95 } = node;
  return {
    rate,
    failing: failingShare(node),
    ...(average !== undefined && { average }),
    ...(p95 !== undefined && { p95 }),
  };
}

/** The part of a scene up- and downstream of one of its nodes; the whole scene where it is none. */
export function focusedScene(scene: MapScene, focus: string | undefined): MapScene {
  if (focus === undefined || !scene.nodes.some((node) => node.key === focus)) return scene;
  const related = relatedKeys(scene, focus);
  return {
    ...scene,
    nodes: scene.nodes.filter((node) => related.has(node.key)),
    edges: scene.edges.filter((edge) => related.has(edge.key)),
  };
}

/** The keys of the nodes in whose names or types all words occur; undefined where there are no words. */
export function foundNodes(scene: MapScene, text: string): readonly string[] | undefined {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return undefined;
  return scene.nodes
    .filter(({ node: { identity, names }, members }) => {
      const all = [identity.name, identity.type ?? '', ...names, ...members.map(({ name }) => name)];
      const searched = all.join('\n').toLowerCase();
      return words.every((word) => searched.includes(word));
    })
    .map(({ key }) => key);
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
    members: [],
    ...(node.statistics && count > 0 && timesOf(node, node.statistics, count)),
  };
}

function timesOf(node: GraphNode, { totalResponseTime }: Statistics, count: number): Times {
  const p95 = percentile(node.responseTimes, 0.95);
  return { average: totalResponseTime / count, ...(p95 !== undefined && { p95 }) };
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
