import { type NodeIdentity, nodeKey } from '../node-identity.js';
import { compareText } from '../order.js';
import type { GraphEdge, ServiceGraph } from '../service-graph.js';
import { EdgeTally } from './edge-tally.js';
import type { GraphContribution } from './graph-contribution.js';
import { NodeTally } from './node-tally.js';

/** Adds a graph up, from contributions of traces and from graphs made earlier. Order and grouping make no difference. */
export class GraphTally {
  private readonly nodes = new Map<string, NodeTally>();
  private readonly edges = new Map<string, EdgeTally>();

  /** Counts one trace's part. */
  add(contribution: GraphContribution): void {
    for (const row of contribution.nodes) this.node(row.identity).add(row);
    for (const row of contribution.edges) this.edge(row.from, row.to, row.link).add(row);
  }

  /** Adds a graph, as of another window. */
  merge(graph: ServiceGraph): void {
    for (const node of graph.nodes) this.node(node.identity).merge(node);
    for (const edge of graph.edges) {
      const from = graph.nodes[edge.from]?.identity;
      const to = graph.nodes[edge.to]?.identity;
      if (from !== undefined && to !== undefined) this.edge(from, to, edge.link).merge(edge);
    }
  }

  /** The graph: nodes ordered by identity, edges by their nodes, calls before links. */
  graph(): ServiceGraph {
    const nodes = [...this.nodes, ...this.farEnds()].sort(([a], [b]) => compareText(a, b));
    const indexes = new Map(nodes.map(([key], index) => [key, index]));
    const at = (identity: NodeIdentity): number => indexes.get(nodeKey(identity)) ?? -1;
    const edges = [...this.edges.values()].map((tally) => tally.edge(at(tally.from), at(tally.to)));
    return { nodes: nodes.map(([, tally]) => tally.node()), edges: edges.sort(compareEdges) };
  }

  /** The far end of a link may lie in a trace that is not part of the graph; its node is shown all the same. */
  private farEnds(): Map<string, NodeTally> {
    const ends = new Map<string, NodeTally>();
    for (const edge of this.edges.values()) {
      for (const identity of [edge.from, edge.to]) {
        const key = nodeKey(identity);
        if (this.nodes.has(key)) continue;
        const tally = ends.get(key) ?? new NodeTally(identity);
        tally.cover(edge.start, edge.end);
        ends.set(key, tally);
      }
    }
    return ends;
  }

  private node(identity: NodeIdentity): NodeTally {
    const key = nodeKey(identity);
    const tally = this.nodes.get(key) ?? new NodeTally(identity);
    this.nodes.set(key, tally);
    return tally;
  }

  private edge(from: NodeIdentity, to: NodeIdentity, link: boolean): EdgeTally {
    const key = `${nodeKey(from)} ${nodeKey(to)} ${link}`;
    const tally = this.edges.get(key) ?? new EdgeTally(from, to, link);
    this.edges.set(key, tally);
    return tally;
  }
}

function compareEdges(a: GraphEdge, b: GraphEdge): number {
  return a.from - b.from || a.to - b.to || Number(a.link) - Number(b.link);
}
