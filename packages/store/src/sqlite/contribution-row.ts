import {
  type EdgeContribution,
  type GraphContribution,
  type NodeContribution,
  nodeKey,
  type Outcome,
} from '@radiograph/trace';
import { baseOf, readTime, type StoredTime, writeTime } from './exact-time.js';
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

type RowArray = readonly [
  caller: number,
  callee: number,
  flags: number,
  start: StoredTime,
  length: StoredTime,
  responseUs: number,
  /** On nodes, how much longer than its response the whole took. */
  moreUs: number,
  ...labels: string[],
];

const ROOT = 2;
const OUTCOME_SHIFT = 2;

/** A trace's rows as text. Small whole numbers: times from the base (microseconds) on, an end as the time after its start. */
export function writeRows(rows: readonly ContributionRow[]): string {
  const baseUs = baseOf(rows[0]?.start ?? 0);
  return JSON.stringify([baseUs, ...rows.map((row) => rowArray(row, baseUs))]);
}

/** Reads what {@link writeRows} wrote. */
export function readRows(text: string): ContributionRow[] {
  const [baseUs, ...rows] = JSON.parse(text) as readonly [number, ...RowArray[]];
  return rows.map((row) => fromArray(row, baseUs));
}

/** The text by which equal rows are known. */
export function rowText(row: ContributionRow): string {
  return JSON.stringify([...rowArray(row, 0)]);
}

function rowArray(row: ContributionRow, baseUs: number): RowArray {
  const { start, end, responseUs, durationUs, outcome } = row;
  return [
    row.caller,
    row.callee,
    row.kind | (row.root ? ROOT : 0) | ((outcome === undefined ? 0 : outcome + 1) << OUTCOME_SHIFT),
    writeTime(start, baseUs),
    writeTime(end, baseOf(start)),
    responseUs,
    row.caller === NO_CALLER ? durationUs - responseUs : 0,
    ...row.labels,
  ];
}

function fromArray(array: RowArray, baseUs: number): ContributionRow {
  const [caller, callee, flags, storedStart, length, responseUs, moreUs, ...labels] = array;
  const start = readTime(storedStart, baseUs);
  const outcome = (flags >> OUTCOME_SHIFT) - 1;
  return {
    caller,
    callee,
    kind: (flags & 1) as RowKind,
    start,
    end: readTime(length, baseOf(start)),
    outcome: outcome < 0 ? undefined : (outcome as 0 | 1 | 2 | 3),
    responseUs,
    durationUs: caller === NO_CALLER ? responseUs + moreUs : 0,
    root: (flags & ROOT) !== 0,
    labels,
  };
}
