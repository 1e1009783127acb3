import {
  type EdgeContribution,
  type GraphContribution,
  type NodeContribution,
  nodeKey,
  type Outcome,
} from '@radiograph/trace';
import type { NodeIds } from './node-ids.js';

/** The caller's id on the rows of nodes themselves. */
export const NO_CALLER = 0;

/**
 * What is counted apart: on nodes 1 for received segments and 0 for inferred ones and clients, on calls 1 for links and 0 for
 * ordinary calls.
 */
export type RowKind = 0 | 1;

/** What one segment adds to its node, or one call to its edge: identities as node ids, durations in whole microseconds. */
export interface ContributionRow {
  /** {@link NO_CALLER} on a node's row. */
  readonly caller: number;
  /** The node, or the node called. */
  readonly callee: number;
  readonly kind: RowKind;
  /** Epoch seconds. */
  readonly start: number;
  readonly end: number;
  /** Index into {@link OUTCOMES}; undefined while in progress and on client nodes: not counted. */
  readonly outcome: 0 | 1 | 2 | 3 | undefined;
  readonly responseUs: number;
  /** On nodes only. */
  readonly durationUs: number;
  readonly root: boolean;
  /** Names of a node beyond its identity's, or the keys of a call's aliases. */
  readonly labels: readonly string[];
}

/** The outcomes in the order in which they are counted. */
const OUTCOMES: readonly [Outcome, Outcome, Outcome, Outcome] = ['ok', 'throttle', 'error', 'fault'];

/** The minute (epoch seconds / 60) whose roll-up a row belongs to: that in which it started. */
export function minuteOf(row: { readonly start: number }): number {
  return Math.floor(row.start / 60);
}

/** A trace's contribution as rows, with ids given to identities that are new. */
export function contributionRows(contribution: GraphContribution, ids: NodeIds): ContributionRow[] {
  return [
    ...contribution.nodes.map((node) => nodeRow(node, ids)),
    ...contribution.edges.map((edge) => edgeRow(edge, ids)),
  ];
}

function nodeRow(node: NodeContribution, ids: NodeIds): ContributionRow {
  const measured = measures(node);
  return {
    caller: NO_CALLER,
    callee: ids.idOf(node.identity),
    kind: node.state === 'active' ? 1 : 0,
    ...measured,
    durationUs: node.duration === undefined ? measured.responseUs : microseconds(node.duration),
    root: node.root,
    labels: node.names.filter((name) => name !== node.identity.name),
  };
}

function edgeRow(edge: EdgeContribution, ids: NodeIds): ContributionRow {
  return {
    caller: ids.idOf(edge.from),
    callee: ids.idOf(edge.to),
    kind: edge.link ? 1 : 0,
    ...measures(edge),
    durationUs: 0,
    root: false,
    labels: edge.aliases.map(nodeKey),
  };
}

function measures(
  from: NodeContribution | EdgeContribution,
): Pick<ContributionRow, 'start' | 'end' | 'outcome' | 'responseUs'> {
  const { start, end, outcome, responseTime } = from;
  const counted = outcome !== undefined && responseTime !== undefined;
  return {
    start,
    end,
    outcome: counted ? (OUTCOMES.indexOf(outcome) as 0 | 1 | 2 | 3) : undefined,
    responseUs: counted ? microseconds(responseTime) : 0,
  };
}

function microseconds(seconds: number): number {
  return Math.round(seconds * 1e6);
}
