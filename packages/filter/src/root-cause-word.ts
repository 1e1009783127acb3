import type { RootCauseKind, RootCauseLevel } from './expression.js';

/** What a word such as `rootcause.fault.service` enumerates. */
interface RootCauseWord {
  readonly cause: RootCauseKind;
  readonly level: RootCauseLevel;
}

const causes: readonly RootCauseKind[] = ['fault', 'error', 'responsetime'];
const levels: readonly RootCauseLevel[] = ['service', 'entity', 'exception'];
const byWord: ReadonlyMap<string, RootCauseWord> = new Map(
  causes.flatMap((cause) =>
    levels.map((level) => [`rootcause.${cause}.${level}`, { cause, level }] as const),
  ),
);

/** The nine words that a block of root causes follows. */
export const rootCauseWords: readonly string[] = [...byWord.keys()];

/** What a word in lower case enumerates, if it is one of the nine. */
export function rootCauseOf(lowerCaseWord: string): RootCauseWord | undefined {
  return byWord.get(lowerCaseWord);
}
