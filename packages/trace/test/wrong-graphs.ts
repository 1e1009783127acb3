import type { Histogram } from '../src/service-graph.js';
import { graph, nodeRows } from './alterations.js';
import { ours } from './suite.js';
import type { Mistake } from './wrong-implementations.js';

function twoDigits(seconds: number): number {
  return Number(seconds.toPrecision(2));
}

/** Adds histograms up value by value, as told. */
function mergedBy(count: (held: number, next: number) => number): Mistake['altered'] {
  return {
    mergeHistograms: (histograms) => {
      const counts = new Map<number, number>();
      for (const bars of histograms)
        for (const bar of bars) counts.set(bar.value, count(counts.get(bar.value) ?? 0, bar.count));
      return ascending([...counts].map(([value, count]) => ({ value, count })));
    },
  };
}

function ascending(bars: Histogram): Histogram {
  return bars.toSorted((a, b) => a.value - b.value);
}

const structure: Readonly<Record<string, Mistake>> = {
  'edges number their nodes from 1': {
    breaks: 'every edge leads between nodes of the graph',
    altered: graph(({ nodes, edges }) => ({
      nodes,
      edges: edges.map((edge) => ({ ...edge, from: edge.from + 1, to: edge.to + 1 })),
    })),
  },
  'a bar stands for one request': {
    breaks: 'histograms count as many requests as the statistics',
    altered: graph(({ nodes, edges }) => ({
      nodes: nodes.map((node) => ({
        ...node,
        responseTimes: node.responseTimes.map(({ value }) => ({ value, count: 1 })),
      })),
      edges,
    })),
  },
  'clients count what they called': {
    breaks: 'client nodes count nothing',
    altered: graph(({ nodes, edges }) => ({
      nodes: nodes.map((node, index) => {
        const call = edges.find(({ from }) => from === index);
        if (node.identity.type !== 'client' || call === undefined) return node;
        return { ...node, statistics: call.statistics, responseTimes: call.responseTimes };
      }),
      edges,
    })),
  },
  'inferred segments count beside received ones': {
    breaks: 'a node counts its received segments, or its inferred ones where there are none',
    altered: nodeRows((row) => [row.identity.type === 'client' ? row : { ...row, state: 'active' }]),
  },
};

const sums: Readonly<Record<string, Mistake>> = {
  'the first trace decides when a node was seen': {
    breaks: 'the graph is the same in any order of traces, and merged from parts',
    altered: graph(({ nodes, edges }, [first]) => ({
      nodes: nodes.map((node) => ({ ...node, end: first?.nodes[0]?.end ?? node.end })),
      edges,
    })),
  },
  'the last of several graphs is kept': {
    breaks: 'the graph is the same in any order of traces, and merged from parts',
    altered: { mergeGraphs: (graphs) => [...graphs].at(-1) ?? { nodes: [], edges: [] } },
  },
  'times are summed as they come': {
    breaks: 'times add up exactly',
    altered: graph(({ nodes, edges }, parts) => ({
      nodes: nodes.map(({ statistics, ...node }) => {
        if (statistics === undefined) return node;
        let totalResponseTime = 0;
        for (const row of parts.flatMap((part) => part.nodes))
          if (row.identity.name === node.identity.name) totalResponseTime += row.responseTime ?? 0;
        return { ...node, statistics: { ...statistics, totalResponseTime } };
      }),
      edges,
    })),
  },
  'the first count of a bar is kept': {
    breaks: 'histograms merge in any order',
    altered: mergedBy((held, next) => held || next),
  },
  'the larger count of a bar is kept': {
    breaks: 'what a histogram was given can be taken away',
    altered: mergedBy((held, next) => Math.max(held, next)),
  },
  'bars that stand for nothing are left': {
    breaks: 'what a histogram was given can be taken away',
    altered: {
      subtractHistogram: (whole, part) => {
        const taken = new Map(part.map(({ value, count }) => [value, count]));
        return whole.map(({ value, count }) => ({ value, count: count - (taken.get(value) ?? 0) }));
      },
    },
  },
  'merging lays histograms side by side': {
    breaks: 'bars ascend, each value once',
    altered: { mergeHistograms: (histograms) => ascending([...histograms].flat()) },
  },
  'bars come as they were seen': {
    breaks: 'bars ascend, each value once',
    altered: { mergeHistograms: (histograms) => ours.mergeHistograms(histograms).toReversed() },
  },
  'merging rounds to two digits': {
    breaks: 'a bar stands within half a percent of its times',
    altered: {
      mergeHistograms: (histograms) =>
        ours.mergeHistograms(histograms).map(({ value, count }) => ({ value: twoDigits(value), count })),
    },
  },
  'bars stand for whole milliseconds': {
    breaks: 'a bar stands within half a percent of its times',
    altered: { histogramValue: (seconds) => Math.round(seconds * 1000) / 1000 },
  },
  'statistics are taken away as they come': {
    breaks: 'statistics that were added can be taken away',
    altered: {
      subtractStatistics: (whole, part) => ({
        ...ours.subtractStatistics(whole, part),
        totalResponseTime: whole.totalResponseTime - part.totalResponseTime,
      }),
    },
  },
};

/** Mistakes that could be made when graphs are put together. */
export const wrongGraphs: Readonly<Record<string, Mistake>> = { ...structure, ...sums };
