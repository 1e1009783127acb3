import type { Completion, CompletionKind } from '@radiograph/filter';
import { call } from './call.js';
import { finite, list, members, text } from './reading.js';

const KINDS: readonly CompletionKind[] = [
  'keyword',
  'annotation',
  'function',
  'operator',
  'logical',
  'service',
  'part',
  'value',
  'group',
];

/** Ways to go on at a cursor of a filter, with names that the service has seen in the last hour. */
export async function fetchCompletions(
  filter: string,
  cursor: number,
  signal: AbortSignal,
): Promise<readonly Completion[]> {
  return readCompletions(await call('/radiograph/v1/complete', { text: filter, cursor }, signal));
}

/** The answer of the service as completions; what is no completion is left out. */
export function readCompletions(answer: unknown): readonly Completion[] {
  return list(members(answer)['completions']).flatMap((value) => {
    const wire = members(value);
    const kind = KINDS.find((known) => known === wire['kind']);
    const [offer, start, end] = [text(wire['text']), finite(wire['start']), finite(wire['end'])];
    if (kind === undefined || offer === undefined || start === undefined || end === undefined) return [];
    return [{ kind, text: offer, start, end }];
  });
}
