import type { TimeSeriesPoint } from '@radiograph/trace';

/** Counts over time of one node, one call or all entries of a window. */
export interface SeriesQuery {
  /** The window in epoch seconds; taken in whole minutes, as graphs take it. */
  readonly start: number;
  readonly end: number;
  /** The length of a period: a multiple of 60 seconds. */
  readonly periodS: number;
  readonly of: SeriesSubject;
  /** Count only what belongs to traces that match this filter expression. */
  readonly filter?: string;
  /** What `group.name` and `group.arn` in the filter stand for: expressions by name and by ARN. */
  readonly groups?: ReadonlyMap<string, string>;
}

/** What is counted: requests that enter from clients, those that nodes serve, or calls from some nodes to others. */
export type SeriesSubject =
  | { readonly kind: 'entries' }
  | { readonly kind: 'node'; readonly node: NodePattern }
  | { readonly kind: 'edge'; readonly from: NodePattern; readonly to: NodePattern };

/** Which nodes are meant: every part given must be equal; a name may be any of the node's. */
export interface NodePattern {
  readonly name?: string;
  readonly type?: string;
  readonly accountId?: string;
}

/** Periods in the order of time; those in which nothing finished are left out. */
export type Series = readonly TimeSeriesPoint[];
