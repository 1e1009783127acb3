import { Type } from '@sinclair/typebox';
import { invalidMember, readRange, show, Text, Time } from '../http/members.js';
import { wireServices } from '../wire/service.js';
import { type Operation, operation } from './operation.js';

const strictRangeS = 6 * 3600;

/** The services and calls of a time range, with statistics. */
export const getServiceGraph: Operation = operation({
  name: 'GetServiceGraph',
  path: '/ServiceGraph',
  input: Type.Object({
    StartTime: Time,
    EndTime: Time,
    GroupName: Type.Optional(Text('the name of a group')),
    GroupARN: Type.Optional(Text('the ARN of a group')),
    NextToken: Type.Optional(Text('no NextToken: the graph comes in one answer')),
  }),
  async answer(input, { store, strict, signal }) {
    const range = readRange(input, strict ? strictRangeS : undefined);
    checkGroup(input.GroupName, input.GroupARN);
    checkToken(input.NextToken);
    const graph = await store.serviceGraph(range, signal);
    return {
      StartTime: range.start,
      EndTime: range.end,
      Services: wireServices(graph),
      ContainsOldGroupVersions: false,
    };
  },
});

/**
 * Refuses a token where every answer is whole and none was given out.
 *
 * @throws ServiceError `service/invalid-request`
 */
export function checkToken(token: string | undefined): void {
  if (token !== undefined)
    throw invalidMember(`NextToken is ${show(token)}; leave it out: the graph comes in one answer.`);
}

/** `Default` is the group of all traces, and the only one. */
function checkGroup(name: string | undefined, arn: string | undefined): void {
  if (name !== undefined && name !== 'Default') {
    throw invalidMember(
      `GroupName is ${show(name)}; the only group is "Default", groups of your own are not supported yet.`,
    );
  }
  if (arn !== undefined && !/:group\/Default(\/|$)/.test(arn)) {
    throw invalidMember(
      `GroupARN is ${show(arn)}; the only group is Default, groups of your own are not supported yet.`,
    );
  }
}
