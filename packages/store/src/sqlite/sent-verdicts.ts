import type { Verdict } from '@radiograph/protocol';

type Rejected = Extract<Verdict, { accepted: false }>;

/** A batch's verdicts as they cross from the writing thread: most documents are accepted, and nothing is to be said of those. */
export interface SentVerdicts {
  readonly documents: number;
  readonly rejected: readonly (readonly [index: number, verdict: Rejected])[];
}

const ACCEPTED: Verdict = { accepted: true };

/** Makes verdicts fit to cross. */
export function sendVerdicts(verdicts: readonly Verdict[]): SentVerdicts {
  const rejected: [number, Rejected][] = [];
  for (const [index, verdict] of verdicts.entries()) if (!verdict.accepted) rejected.push([index, verdict]);
  return { documents: verdicts.length, rejected };
}

/** The verdicts that crossed, in the batch's order. */
export function receiveVerdicts({ documents, rejected }: SentVerdicts): readonly Verdict[] {
  const verdicts = new Array<Verdict>(documents).fill(ACCEPTED);
  for (const [index, verdict] of rejected) verdicts[index] = verdict;
  return verdicts;
}
