import { keywordNames } from './keyword.js';
import { rootCauseWords } from './root-cause-word.js';

const operandWords: readonly string[] = [
  ...keywordNames,
  'service',
  'edge',
  'annotation',
  'group.name',
  'group.arn',
  'rootcause.json',
  ...rootCauseWords,
];

const knownWords: ReadonlySet<string> = new Set(operandWords);

/** Whether a word in lower case is a keyword, a function, a group or a root cause. */
export function isOperandWord(lowerCaseWord: string): boolean {
  return knownWords.has(lowerCaseWord);
}

/** What other tools call things. */
const synonyms: ReadonlyMap<string, string> = new Map([
  ['latency', 'responsetime'],
  ['statuscode', 'http.status'],
  ['status_code', 'http.status'],
  ['useragent', 'http.useragent'],
  ['ip', 'http.clientip'],
  ['zone', 'availabilityzone'],
  ['annotations', 'annotation'],
]);

/** The keyword or function that was probably meant by a word. A misspelt `annotation` keeps its key. */
export function suggestOperand(word: string): string | undefined {
  const lower = word.toLowerCase();
  const dot = lower.indexOf('.');
  const similar =
    synonyms.get(lower) ??
    operandWords.find((known) => known.endsWith(`.${lower}`)) ??
    closest(lower, operandWords);
  if (dot < 0 || (similar !== undefined && similar !== 'annotation')) return similar;
  return closest(lower.slice(0, dot), ['annotation']) && `annotation${word.slice(dot)}`;
}

/** The candidate that differs least from the word, if by less than about a third of its letters. */
export function closest(word: string, candidates: readonly string[]): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - word.length) >= bestDistance) continue;
    const distance = editDistance(word, candidate);
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

/** How many letters must be inserted, deleted, replaced or swapped with their neighbour to turn one word into the other. */
function editDistance(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const replaced = at(last, column - 1) + (from[row - 1] === to[column - 1] ? 0 : 1);
      let least = Math.min(at(last, column) + 1, at(current, column - 1) + 1, replaced);
      const swapped =
        row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      if (swapped) least = Math.min(least, at(beforeLast, column - 2) + 1);
      current.push(least);
    }
    [beforeLast, last] = [last, current];
  }
  return at(last, to.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}
