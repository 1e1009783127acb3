import { type TInteger, type TOptional, type TString, Type } from '@sinclair/typebox';
import type { GroupedFilter, Groups } from '../../groups/groups.js';
import { invalidMember, readTime, Text, Time } from '../../http/members.js';

/** The longest time a reading may take before it answers with what it has seen, in milliseconds. */
const maxBudgetMs = 10_000;
const defaultBudgetMs = 1_500;
const strictRangeS = 6 * 3600;

/** The members that every reading of a time range has. */
export const scopeMembers: {
  readonly start: typeof Time;
  readonly end: typeof Time;
  readonly filter: TOptional<TString>;
  readonly budgetMs: TOptional<TInteger>;
} = {
  start: Time,
  end: Time,
  filter: Type.Optional(Text('a filter expression')),
  budgetMs: Type.Optional(
    Type.Integer({
      minimum: 50,
      maximum: maxBudgetMs,
      expects: `the milliseconds after which to answer with what was seen, 50 to ${maxBudgetMs}`,
    }),
  ),
};

/** Which traces a reading looks at, `[start, end)` in epoch seconds, and for how long. */
export interface Scope {
  readonly start: number;
  readonly end: number;
  /** The expression as it was given; empty means all. */
  readonly filter: string;
  /** The same as the store takes it, with what its groups stand for. */
  readonly grouped: GroupedFilter;
  readonly budgetMs: number;
}

/** The members of a scope as they came. */
export interface ScopeInput {
  readonly start: number | string;
  readonly end: number | string;
  readonly filter?: string;
  readonly budgetMs?: number;
}

/** What scopes are read by. */
export interface ScopeRules {
  /** Hold X-Ray's own limits. */
  readonly strict: boolean;
  /** Knows what the groups in a filter stand for. */
  readonly groups: Pick<Groups, 'filter'>;
}

/**
 * Reads the members of a scope.
 *
 * @throws ServiceError `service/invalid-request`, `service/invalid-filter`
 */
export async function readScope(members: ScopeInput, { strict, groups }: ScopeRules): Promise<Scope> {
  const start = readTime('start', members.start);
  const end = readTime('end', members.end);
  if (end < start)
    throw invalidMember(`end (${end}) is before start (${start}); write the earlier time as start.`);
  if (strict && end - start > strictRangeS)
    throw invalidMember(
      `start to end are ${end - start} seconds; ask for at most ${strictRangeS} (6 hours).`,
    );
  const filter = members.filter ?? '';
  const grouped = await groups.filter(filter);
  return { start, end, filter, grouped, budgetMs: members.budgetMs ?? defaultBudgetMs };
}
