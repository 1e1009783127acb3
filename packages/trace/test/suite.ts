import { assemble } from '../src/assembly/assemble.js';
import { contribution } from '../src/graph/contribution.js';
import { foldGraph, mergeGraphs } from '../src/graph/fold-graph.js';
import { histogramValue, mergeHistograms, subtractHistogram } from '../src/graph/histogram.js';
import { addStatistics, subtractStatistics } from '../src/graph/statistics.js';
import { traceRecord } from '../src/record/record-trace.js';
import { assemblyClaims } from './assembly-claims.js';
import { exampleClaims } from './example-claims.js';
import { graphClaims } from './graph-claims.js';
import { recordClaims } from './record-claims.js';

/** The functions that say what documents mean, right or wrong. */
export interface Implementation {
  readonly assemble: typeof assemble;
  readonly traceRecord: typeof traceRecord;
  readonly contribution: typeof contribution;
  readonly foldGraph: typeof foldGraph;
  readonly mergeGraphs: typeof mergeGraphs;
  readonly histogramValue: typeof histogramValue;
  readonly mergeHistograms: typeof mergeHistograms;
  readonly subtractHistogram: typeof subtractHistogram;
  readonly addStatistics: typeof addStatistics;
  readonly subtractStatistics: typeof subtractStatistics;
}

/** A rule of what documents mean; `holds` throws where an implementation breaks it. */
export interface Claim {
  readonly rule: string;
  readonly holds: (implementation: Implementation) => void;
}

/** The implementation of this package. */
export const ours: Implementation = {
  assemble,
  traceRecord,
  contribution,
  foldGraph,
  mergeGraphs,
  histogramValue,
  mergeHistograms,
  subtractHistogram,
  addStatistics,
  subtractStatistics,
};

/** All rules. */
export const claims: readonly Claim[] = [
  ...assemblyClaims,
  ...exampleClaims,
  ...recordClaims,
  ...graphClaims,
];

/** Whether an implementation breaks a rule. */
export function breaks(implementation: Implementation, rule: string): boolean {
  const claim = claims.find((one) => one.rule === rule);
  if (claim === undefined) throw new Error(`no rule "${rule}"`);
  try {
    claim.holds(implementation);
    return false;
  } catch {
    return true;
  }
}
