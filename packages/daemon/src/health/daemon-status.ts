import type { IntakeCounters } from '@radiograph/protocol';
import type { RelayCounters } from '../relay/ledger.js';
import type { TailFigures } from '../tail/tail-figures.js';

/** What a running daemon tells of itself, at `/health` and to whoever started it. */
export interface DaemonStatus {
  /** `degraded` while an outlet does not take documents; they wait then. */
  readonly status: 'ok' | 'degraded';
  readonly version: string;
  readonly uptimeS: number;
  /** One for each UDP address, and one for documents by HTTP where they are taken, at the address `http`. */
  readonly intakes: readonly (IntakeCounters & { readonly address: string })[];
  /** One for each place where documents go. */
  readonly outlets: readonly (RelayCounters & {
    readonly endpoint: string;
    readonly region: string;
    /** How far this machine's clock is behind the endpoint's, where signatures have to allow for that. */
    readonly clockOffsetS?: number;
  })[];
  /** What tail rules did; undefined where there are none. */
  readonly tail?: TailFigures;
}

/** Adds up counts by reason. */
export function total(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}
