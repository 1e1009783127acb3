import type { CompiledTrace } from '@radiograph/store';
import { type TString, Type } from '@sinclair/typebox';
import { invalidMember, readRange, readTraceIds, show, Text, Time } from '../http/members.js';
import { gathered } from '../wire/pieces.js';
import { wireServices } from '../wire/service.js';
import { traceMembers } from '../wire/trace-documents.js';
import { type Call, type Operation, operation } from './operation.js';
import type { Retrieval } from './retrievals.js';
import { checkToken, NoToken } from './whole-answer.js';

const mostTraceIds = 100;
const tracesPerPage = 5;

const RetrievalToken: TString = Text('the token that StartTraceRetrieval gave', {
  minLength: 1,
  maxLength: 1020,
});

/** Begins to look traces up; the answer is there at once. */
export const startTraceRetrieval: Operation = operation({
  name: 'StartTraceRetrieval',
  path: '/StartTraceRetrieval',
  right: 'read',
  input: Type.Object({
    TraceIds: Type.Array(Text('a trace id as a string'), {
      maxItems: mostTraceIds,
      expects: `a list of at most ${mostTraceIds} trace ids`,
    }),
    StartTime: Time,
    EndTime: Time,
  }),
  async answer(input, { retrievals, nowS }) {
    const traceIds = readTraceIds(input.TraceIds);
    return { RetrievalToken: retrievals.start({ traceIds, ...readRange(input) }, nowS()) };
  },
});

/** Gives the traces of a retrieval, five a page, their segments as documents. */
export const listRetrievedTraces: Operation = operation({
  name: 'ListRetrievedTraces',
  path: '/ListRetrievedTraces',
  right: 'read',
  input: Type.Object({
    RetrievalToken,
    TraceFormat: Type.Optional(
      Type.Union([Type.Literal('XRAY'), Type.Literal('OTEL')], { expects: '"XRAY"' }),
    ),
    NextToken: Type.Optional(Text('the NextToken of the page before')),
  }),
  async answer(input, call) {
    if (input.TraceFormat === 'OTEL')
      throw invalidMember('TraceFormat is "OTEL"; traces come as X-Ray documents: write "XRAY".');
    const retrieval = call.retrievals.get(input.RetrievalToken, call.nowS());
    return retrieval.cancelled
      ? { RetrievalStatus: 'CANCELLED', TraceFormat: 'XRAY', Traces: [] }
      : gathered(page(retrieval, pageStart(input.NextToken, retrieval), call));
  },
});

/** Gives the services of a retrieval's traces. */
export const getRetrievedTracesGraph: Operation = operation({
  name: 'GetRetrievedTracesGraph',
  path: '/GetRetrievedTracesGraph',
  right: 'read',
  input: Type.Object({ RetrievalToken, NextToken: NoToken }),
  async answer(input, call) {
    checkToken(input.NextToken);
    const retrieval = call.retrievals.get(input.RetrievalToken, call.nowS());
    if (retrieval.cancelled) return { RetrievalStatus: 'CANCELLED', Services: [] };
    const traceIds: string[] = [];
    for (const one of retrieval.traceIds)
      for (const { id } of await tracesOf(retrieval, [one], call)) traceIds.push(id);
    const services = wireServices(await call.store.serviceGraph({ traceIds }, call.signal));
    return {
      RetrievalStatus: 'COMPLETE',
      Services: services.map((Service) => ({ Service, Links: [] })),
    };
  },
});

/** Ends a retrieval: its traces are no longer given. */
export const cancelTraceRetrieval: Operation = operation({
  name: 'CancelTraceRetrieval',
  path: '/CancelTraceRetrieval',
  right: 'read',
  input: Type.Object({ RetrievalToken }),
  async answer(input, { retrievals, nowS }) {
    retrievals.cancel(input.RetrievalToken, nowS());
    return {};
  },
});

/** A token is the place of its page in the list of ids: the retrieval's own token says whose list. */
function pageStart(token: string | undefined, { traceIds }: Retrieval): number {
  if (token === undefined || token === '') return 0;
  const at = /^\d{1,3}$/.test(token) ? Number(token) : Number.NaN;
  if (at % tracesPerPage === 0 && at < traceIds.length) return at;
  throw invalidMember(`NextToken is ${show(token)}; write the one of the page before.`);
}

async function* page(retrieval: Retrieval, at: number, call: Call): AsyncGenerator<string | Uint8Array> {
  const next = at + tracesPerPage;
  const token = next < retrieval.traceIds.length ? `"NextToken":"${next}",` : '';
  yield `{"RetrievalStatus":"COMPLETE","TraceFormat":"XRAY",${token}"Traces":[`;
  let separator = '';
  for (const stored of await tracesOf(retrieval, retrieval.traceIds.slice(at, next), call)) {
    yield separator;
    yield* traceMembers(stored, 'Spans');
    separator = ',';
  }
  yield ']}';
}

async function tracesOf(
  { start, end }: Retrieval,
  ids: readonly string[],
  { store, signal }: Call,
): Promise<readonly CompiledTrace[]> {
  const traces = await store.compiledTraces(ids, signal);
  return traces.filter((trace) => trace.start < end && trace.end >= start);
}
