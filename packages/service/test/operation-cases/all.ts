import { groupsAndTags } from './groups-and-tags.js';
import type { OperationCases, World } from './operation-case.js';
import { insights, ofAccounts, retrieving } from './retrievals-and-insights.js';
import { sampling } from './sampling.js';
import { reading, writing } from './writing-and-reading.js';

/** Cases for every operation, by its name. */
export function operationCases(world: World): Readonly<Record<string, OperationCases>> {
  return {
    ...writing(world),
    ...reading(world),
    ...sampling(),
    ...groupsAndTags(world),
    ...retrieving(world),
    ...insights(world),
    ...ofAccounts(),
  };
}
