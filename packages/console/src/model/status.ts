import type { Outcome, OutcomeFlags, Statistics } from '@radiograph/trace';

/** The state of anything that is shown: one of the four outcomes, or not finished yet. */
export type Status = Outcome | 'progress';

/** How a status is shown: never by colour alone. */
export interface StatusLook {
  readonly mark: string;
  readonly word: string;
  /** The class that sets `--status` to the status's colour. */
  readonly className: string;
}

const LOOKS: Readonly<Record<Status, StatusLook>> = {
  ok: { mark: '●', word: 'ok', className: 'is-ok' },
  error: { mark: '◆', word: 'error', className: 'is-error' },
  throttle: { mark: '▲', word: 'throttle', className: 'is-throttle' },
  fault: { mark: '■', word: 'fault', className: 'is-fault' },
  progress: { mark: '○', word: 'in progress', className: 'is-progress' },
};

/** The outcomes in the order in which they are listed and drawn. */
export const OUTCOMES: readonly Outcome[] = ['ok', 'error', 'throttle', 'fault'];

/** The mark, word and class of a status. */
export function statusLook(status: Status): StatusLook {
  return LOOKS[status];
}

/** The status that flags stand for: fault over throttle over error over in progress over ok. */
export function statusOf(flags: OutcomeFlags, inProgress: boolean): Status {
  if (flags.fault) return 'fault';
  if (flags.throttle) return 'throttle';
  if (flags.error) return 'error';
  return inProgress ? 'progress' : 'ok';
}

/** How many finished requests statistics count. */
export function totalCount(statistics: Statistics): number {
  return statistics.ok + statistics.error + statistics.throttle + statistics.fault;
}

/** The share of each outcome, 0 to 1, in the order of {@link OUTCOMES}; empty where nothing was counted. */
export function outcomeShares(statistics: Statistics): readonly OutcomeShare[] {
  const total = totalCount(statistics);
  if (total === 0) return [];
  return OUTCOMES.map((outcome) => ({
    outcome,
    count: statistics[outcome],
    share: statistics[outcome] / total,
  })).filter((part) => part.count > 0);
}

/** One outcome's part of all requests. */
export interface OutcomeShare {
  readonly outcome: Outcome;
  readonly count: number;
  readonly share: number;
}

/** A stretch of a line, 0 at its start to 1 at its end, that stands for requests which did not go well. */
export interface FailingStretch {
  readonly outcome: Outcome;
  readonly from: number;
  readonly to: number;
}

/** The shortest stretch drawn, in pixels, so that a rare fault on a busy line is still seen. */
const SHORTEST_PX = 9;

/** The shares that failed as stretches at the end of a line of this length in pixels, the gravest at its very end. */
export function failingStretches(shares: readonly OutcomeShare[], length: number): readonly FailingStretch[] {
  const shortest = Math.min(0.2, SHORTEST_PX / Math.max(length, 1));
  const failing = shares
    .filter((part) => part.outcome !== 'ok')
    .map((part) => ({ ...part, share: Math.max(part.share, shortest) }));
  const sum = failing.reduce((total, part) => total + part.share, 0);
  const scale = sum > 1 ? 1 / sum : 1;
  let from = 1 - sum * scale;
  return failing.map(({ outcome, share }) => {
    const start = from;
    from += share * scale;
    return { outcome, from: start, to: from };
  });
}

/** The gravest outcome among shares; ok where all went well or nothing was counted. */
export function worstOutcome(shares: readonly OutcomeShare[]): Outcome {
  return shares.at(-1)?.outcome ?? 'ok';
}
