import type { TraceDocument } from '@radiograph/protocol';
import { seededRandom } from '../seeded-random.js';
import { RequestPlayer } from './request-player.js';
import { VISITS } from './service-plan.js';

/** One generated trace: its documents in the order in which services would send them, callees first. */
export interface GeneratedTrace {
  readonly id: string;
  readonly documents: readonly TraceDocument[];
}

/** How the generated traffic is laid out in time. */
export interface TrafficOptions {
  /** When the first trace starts, in epoch seconds. */
  readonly startS?: number;
  /** How many traces start in a second. */
  readonly tracesPerS?: number;
}

/**
 * An endless stream of traces of a small shop, the same for the same seed: about five documents a trace and 1.3 KB a document,
 * with HTTP, SQL and AWS calls, annotations, metadata, users, some errors and throttles, and a fault in about 2 % of the traces.
 *
 * @example
 * for (const { documents } of trafficGenerator(1)) send(documents);
 */
export function* trafficGenerator(
  seed: number,
  options: TrafficOptions = {},
): Generator<GeneratedTrace, never> {
  const { startS = 1_700_000_000, tracesPerS = 100 } = options;
  const random = seededRandom(seed);
  for (let count = 0; ; count++) {
    const start = startS + count / tracesPerS;
    const id = `1-${Math.floor(start).toString(16).padStart(8, '0')}-${random.hex(24)}`;
    const player = new RequestPlayer(id, random.pick(VISITS), random);
    player.play(start);
    yield { id, documents: player.documents };
  }
}
