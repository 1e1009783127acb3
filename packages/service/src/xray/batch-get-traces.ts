import type { TraceStore } from '@radiograph/store';
import { Type } from '@sinclair/typebox';
import { invalidMember, readTraceIds, Text } from '../http/members.js';
import { gathered } from '../wire/pieces.js';
import { traceMembers } from '../wire/trace-documents.js';
import { type Operation, operation } from './operation.js';

const strictIds = 5;
/** Traces fetched at one time: what bounds the memory of an answer. */
const idsAtOnce = 5;

/** Whole traces by id, any number of them; their segments as compiled documents, each a string of JSON. */
export const batchGetTraces: Operation = operation({
  name: 'BatchGetTraces',
  path: '/Traces',
  right: 'read',
  input: Type.Object({
    TraceIds: Type.Array(Text('a trace id as a string'), { expects: 'a list of trace ids' }),
    NextToken: Type.Optional(Type.String({ expects: 'no NextToken' })),
  }),
  async answer(input, { store, strict, signal }) {
    if (strict && input.TraceIds.length > strictIds)
      throw invalidMember(`Exceeding maximum query size: ${strictIds}`);
    if (input.NextToken !== undefined && input.NextToken !== '')
      throw invalidMember('NextToken is currently not supported');
    return gathered(answerText(readTraceIds(input.TraceIds), store, signal));
  },
});

/** The text of the answer, written as the traces come, so that no more than a few are in memory. */
async function* answerText(
  ids: readonly string[],
  store: TraceStore,
  signal: AbortSignal,
): AsyncGenerator<string | Uint8Array> {
  const missing = new Set(ids);
  let separator = '';
  yield '{"Traces":[';
  for (let at = 0; at < ids.length; at += idsAtOnce) {
    for (const stored of await store.compiledTraces(ids.slice(at, at + idsAtOnce), signal)) {
      missing.delete(stored.id);
      yield separator;
      yield* traceMembers(stored);
      separator = ',';
    }
  }
  yield `],"UnprocessedTraceIds":${JSON.stringify([...missing])}}`;
}
