import { call } from './call.js';
import { list, members, text } from './reading.js';

/** A filter expression under a name. */
export interface TraceGroup {
  readonly name: string;
  /** Empty for all traces, as the group `Default` has it. */
  readonly filter: string;
}

/** Every group, `Default` first. */
export async function fetchGroups(signal?: AbortSignal): Promise<readonly TraceGroup[]> {
  return readGroups(await call('/Groups', {}, signal));
}

/** X-Ray's GetGroups answer as groups; those without a name are left out. */
export function readGroups(answer: unknown): readonly TraceGroup[] {
  return list(members(answer)['Groups']).flatMap((value) => {
    const wire = members(value);
    const name = text(wire['GroupName']);
    return name === undefined ? [] : [{ name, filter: text(wire['FilterExpression']) ?? '' }];
  });
}

/** Makes a group. */
export async function createGroup({ name, filter }: TraceGroup): Promise<void> {
  await call('/CreateGroup', { GroupName: name, FilterExpression: filter });
}

/** Gives a group another expression. */
export async function updateGroup({ name, filter }: TraceGroup): Promise<void> {
  await call('/UpdateGroup', { GroupName: name, FilterExpression: filter });
}

/** Deletes a group; its traces stay. */
export async function deleteGroup(name: string): Promise<void> {
  await call('/DeleteGroup', { GroupName: name });
}
