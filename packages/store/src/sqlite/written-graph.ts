import type { GraphEdge, GraphNode, Histogram, HistogramEntry, ServiceGraph } from '@radiograph/trace';

/** A histogram as numbers, value and count by turns. */
type WrittenHistogram = Float64Array;

type WrittenNode = Omit<GraphNode, 'responseTimes' | 'durations'> & {
  readonly responseTimes: WrittenHistogram;
  readonly durations: WrittenHistogram;
};

type WrittenEdge = Omit<GraphEdge, 'responseTimes'> & { readonly responseTimes: WrittenHistogram };

/** A graph as it crosses from the reading thread: of a wide window, histograms have tens of thousands of entries, dear to copy as objects. */
export interface WrittenGraph {
  readonly nodes: readonly WrittenNode[];
  readonly edges: readonly WrittenEdge[];
}

/** Makes a graph fit to cross. */
export function writeGraph({ nodes, edges }: ServiceGraph): WrittenGraph {
  return {
    nodes: nodes.map((node) => ({
      ...node,
      responseTimes: written(node.responseTimes),
      durations: written(node.durations),
    })),
    edges: edges.map((edge) => ({ ...edge, responseTimes: written(edge.responseTimes) })),
  };
}

/** The graph that crossed. */
export function readGraph({ nodes, edges }: WrittenGraph): ServiceGraph {
  return {
    nodes: nodes.map((node) => ({
      ...node,
      responseTimes: read(node.responseTimes),
      durations: read(node.durations),
    })),
    edges: edges.map((edge) => ({ ...edge, responseTimes: read(edge.responseTimes) })),
  };
}

function written(histogram: Histogram): WrittenHistogram {
  const numbers = new Float64Array(2 * histogram.length);
  let at = 0;
  for (const { value, count } of histogram) {
    numbers[at++] = value;
    numbers[at++] = count;
  }
  return numbers;
}

function read(numbers: WrittenHistogram): Histogram {
  const histogram: HistogramEntry[] = [];
  for (let at = 0; at < numbers.length; at += 2) {
    histogram.push({ value: numbers[at] ?? 0, count: numbers[at + 1] ?? 0 });
  }
  return histogram;
}
