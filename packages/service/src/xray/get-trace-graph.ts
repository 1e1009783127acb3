import { Type } from '@sinclair/typebox';
import { readTraceIds, Text } from '../http/members.js';
import { wireServices } from '../wire/service.js';
import { checkToken } from './get-service-graph.js';
import { type Operation, operation } from './operation.js';

/** The services and calls of given traces, with statistics. */
export const getTraceGraph: Operation = operation({
  name: 'GetTraceGraph',
  path: '/TraceGraph',
  input: Type.Object({
    TraceIds: Type.Array(Text('a trace id as a string'), { expects: 'a list of trace ids' }),
    NextToken: Type.Optional(Text('no NextToken: the graph comes in one answer')),
  }),
  async answer(input, { store, signal }) {
    checkToken(input.NextToken);
    const graph = await store.serviceGraph({ traceIds: readTraceIds(input.TraceIds) }, signal);
    return { Services: wireServices(graph) };
  },
});
