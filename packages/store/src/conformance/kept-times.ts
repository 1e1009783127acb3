import type { Histogram, ServiceGraph, TimeSeriesPoint } from '@radiograph/trace';

/** How far from the exact time a histogram of a store may be: a share of it, or a few microseconds. */
const TOLERANCE = 0.02;
const TOLERANCE_S = 2e-6;

/**
 * A store's graph with the histograms of the wanted one put in wherever they tell the same times to within 2 %: so that a comparison
 * holds everything else exactly, and shows a histogram only where it is wrong.
 */
export function withExactTimes(actual: ServiceGraph, wanted: ServiceGraph): ServiceGraph {
  return {
    nodes: actual.nodes.map((node, n) => ({
      ...node,
      responseTimes: exact(node.responseTimes, wanted.nodes[n]?.responseTimes),
      durations: exact(node.durations, wanted.nodes[n]?.durations),
    })),
    edges: actual.edges.map((edge, n) => ({
      ...edge,
      responseTimes: exact(edge.responseTimes, wanted.edges[n]?.responseTimes),
    })),
  };
}

/** The same for the points of a series. */
export function pointsWithExactTimes(
  actual: readonly TimeSeriesPoint[],
  wanted: readonly TimeSeriesPoint[],
): TimeSeriesPoint[] {
  return actual.map((point, n) => ({
    ...point,
    responseTimes: exact(point.responseTimes, wanted[n]?.responseTimes),
  }));
}

function exact(kept: Histogram, wanted: Histogram | undefined): Histogram {
  if (wanted === undefined) return kept;
  const [times, wantedTimes] = [timesOf(kept), timesOf(wanted)];
  if (times.length !== wantedTimes.length) return kept;
  const near = times.every((time, n) => {
    const wantedTime = wantedTimes[n] ?? 0;
    return Math.abs(time - wantedTime) <= Math.max(TOLERANCE_S, TOLERANCE * wantedTime);
  });
  return near ? wanted : kept;
}

/** Every time of a histogram by itself; ascending, as they are kept. */
function timesOf(histogram: Histogram): number[] {
  return histogram.flatMap(({ value, count }) => Array.from({ length: count }, () => value));
}
