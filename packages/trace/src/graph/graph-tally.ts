import type { NodeIdentity } from '../node-identity.js';
import type { GraphEdge, ServiceGraph } from '../service-graph.js';
import { EdgeTally } from './edge-tally.js';
import type { GraphContribution } from './graph-contribution.js';
import { NodeTally } from './node-tally.js';

/** Adds a graph up, from contributions of traces and from graphs made earlier. Order and grouping make no difference. */
export class GraphTally {
  /** By name; the few nodes of one name are told apart by type and account. */
  private readonly nodes = new Map<string, NodeTally[]>();
  private readonly edges: EdgeTally[] = [];

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
    this.placeFarEnds();
    const nodes = [...this.nodes.values()].flat().sort(NodeTally.compare);
    const indexes = new Map(nodes.map((node, index) => [node, index]));
    const at = (node: NodeTally): number => indexes.get(node) ?? -1;
    const edges = this.edges.map((tally) => tally.edge(at(tally.from), at(tally.to)));
    return { nodes: nodes.map((tally) => tally.node()), edges: edges.sort(compareEdges) };
  }

  /** The far end of a link may lie in a trace that is not part of the graph; its node is shown all the same. */
  private placeFarEnds(): void {
    const empty = new Set([...this.nodes.values()].flat().filter((node) => node.isEmpty));
    for (const edge of this.edges) {
      for (const node of [edge.from, edge.to]) if (empty.has(node)) node.cover(edge.start, edge.end);
    }
  }

  private node(identity: NodeIdentity): NodeTally {
    const namesakes = this.nodes.get(identity.name) ?? [];
    const known = namesakes.find((node) => node.is(identity));
    if (known !== undefined) return known;
    const node = new NodeTally(identity);
    namesakes.push(node);
    this.nodes.set(identity.name, namesakes);
    return node;
  }

  private edge(from: NodeIdentity, to: NodeIdentity, link: boolean): EdgeTally {
    const [caller, callee] = [this.node(from), this.node(to)];
    const edges = link ? caller.links : caller.calls;
    const known = edges.get(callee);
    if (known !== undefined) return known;
    const edge = new EdgeTally(caller, callee, link);
    edges.set(callee, edge);
    this.edges.push(edge);
    return edge;
  }
}

function compareEdges(a: GraphEdge, b: GraphEdge): number {
  return a.from - b.from || a.to - b.to || Number(a.link) - Number(b.link);
}
