import { limits } from '@radiograph/protocol';
import { Type } from '@sinclair/typebox';
import { readTraceIds, Text } from '../http/members.js';
import { wireServices } from '../wire/service.js';
import { type Operation, operation } from './operation.js';
import { checkToken, NoToken } from './whole-answer.js';

/** The services and calls of given traces, with statistics. */
export const getTraceGraph: Operation = operation({
  name: 'GetTraceGraph',
  path: '/TraceGraph',
  right: 'read',
  input: Type.Object({
    TraceIds: Type.Array(Text('a trace id as a string'), { expects: 'a list of trace ids' }),
    NextToken: NoToken,
  }),
  async answer(input, { store, strict, signal }) {
    checkToken(input.NextToken);
    const graph = await store.serviceGraph({ traceIds: readTraceIds(input.TraceIds) }, signal);
    return { Services: wireServices(graph, strict ? limits.strictGraphNodes : undefined) };
  },
});
