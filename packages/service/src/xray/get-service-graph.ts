import { limits } from '@radiograph/protocol';
import { Type } from '@sinclair/typebox';
import { readRange, Time } from '../http/members.js';
import { wireServices } from '../wire/service.js';
import { groupMembers } from './group-operations.js';
import { type Operation, operation } from './operation.js';
import { checkToken, NoToken } from './whole-answer.js';

const strictRangeS = 6 * 3600;

/** The services and calls of a time range, with statistics. */
export const getServiceGraph: Operation = operation({
  name: 'GetServiceGraph',
  path: '/ServiceGraph',
  right: 'read',
  input: Type.Object({
    StartTime: Time,
    EndTime: Time,
    ...groupMembers,
    NextToken: NoToken,
  }),
  async answer(input, { store, groups, strict, signal }) {
    const range = readRange(input, strict ? strictRangeS : undefined);
    checkToken(input.NextToken);
    const grouped = await groups.filterOfGroup(input);
    const graph = await store.serviceGraph({ ...range, ...grouped }, signal);
    return {
      StartTime: range.start,
      EndTime: range.end,
      Services: wireServices(graph, strict ? limits.strictGraphNodes : undefined),
      ContainsOldGroupVersions: false,
    };
  },
});
