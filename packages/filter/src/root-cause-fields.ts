import type { RootCause, RootCauseEntity, RootCauseService } from '@radiograph/trace';
import type { RootCauseLevel } from './expression.js';
import { type Fields, flag, number, type Predicate, spellings, string } from './field-reading.js';

/** An element of the list that a root cause is enumerated as, with its place in it. The last one is the deepest. */
interface Ranked<Item> {
  readonly item: Item;
  /** From 0. */
  readonly index: number;
  readonly count: number;
}

type ExceptionRecord = RootCauseEntity['exceptions'][number];

const rankFields: Fields<Ranked<unknown>> = {
  first: flag(({ index }) => index === 0),
  last: flag(({ index, count }) => index === count - 1),
  index: number(({ index }) => index),
};

/** What a keyword in the block of `rootcause.*.service` reads. `name` is the canonical one. */
export const rootCauseServiceFields: Fields<Ranked<RootCauseService>> = {
  ...rankFields,
  name: string(({ item }) => item.node.name),
  type: spellings(({ item }) => typesOf(item)),
  inferred: flag(({ item }) => item.inferred),
};

/**
 * A resource that a call was inferred to lead to is of its own type and of its service's: the documented `AWS::DynamoDB` finds the
 * `AWS::DynamoDB::Table` that ended the path, and `type != "AWS::DynamoDB"` passes over it.
 */
function typesOf({ node: { type }, inferred }: RootCauseService): readonly string[] {
  if (type === undefined) return [];
  const service = inferred ? /^(AWS::[^:]+)::/.exec(type)?.[1] : undefined;
  return service === undefined ? [type] : [type, service];
}

/** What a keyword in the block of `rootcause.*.entity` reads. */
const rootCauseEntityFields: Fields<Ranked<RootCauseEntity>> = {
  ...rankFields,
  name: string(({ item }) => item.name),
  remote: flag(({ item }) => item.remote),
};

/** Only the entities of response-time causes have a coverage. */
export const slowEntityFields: Fields<Ranked<RootCauseEntity>> = {
  ...rootCauseEntityFields,
  coverage: number(({ item }) => item.coverage),
};

/** What a keyword in the block of `rootcause.*.exception` reads. */
export const rootCauseExceptionFields: Fields<Ranked<ExceptionRecord>> = {
  ...rankFields,
  name: string(({ item }) => item.name),
  message: string(({ item }) => item.message),
};

/** Whether an element of the list passes, with `first`, `last` and `index` counted within this one root cause. */
export function someRanked<Item>(items: readonly Item[], test: Predicate<Ranked<Item>>): boolean {
  return items.some((item, index) => test({ item, index, count: items.length }));
}

/** The entities of all services of a root cause, from the entry to the culprit. */
export function entitiesOf(cause: RootCause): readonly RootCauseEntity[] {
  return cause.services.flatMap((service) => service.entityPath);
}

/** The exceptions of all entities of a root cause, from the entry to the culprit. */
export function exceptionsOf(cause: RootCause): readonly ExceptionRecord[] {
  return entitiesOf(cause).flatMap((entity) => entity.exceptions);
}

/** What may be read at a level of root causes. */
export function rootCauseFields(level: RootCauseLevel, slow: boolean): Fields<Ranked<never>> {
  if (level === 'service') return rootCauseServiceFields;
  if (level === 'exception') return rootCauseExceptionFields;
  return slow ? slowEntityFields : rootCauseEntityFields;
}
