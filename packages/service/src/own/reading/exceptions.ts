import type { TraceStore } from '@radiograph/store';
import {
  type ExceptionGroup,
  type ExceptionOccurrence,
  exceptionGroups,
  type TraceRecord,
} from '@radiograph/trace';
import { Type } from '@sinclair/typebox';
import { memberReader } from '../../http/members.js';
import { type Coverage, scan } from './scan.js';
import { readScope, type Scope, type ScopeRules, scopeMembers } from './scope.js';

/** The answer of `POST /radiograph/v1/exceptions`: what was thrown in the traces of a filter, by type and top frame, the most frequent first. */
export interface ExceptionsAnswer extends Coverage {
  readonly groups: readonly ExceptionSummary[];
  /** Groups found beyond those listed. */
  readonly more: number;
}

/** Exceptions of one type thrown at one place. */
export interface ExceptionSummary extends Omit<ExceptionGroup, 'latest'> {
  /** The latest of each trace, newest first, a few at most. */
  readonly examples: readonly ExceptionOccurrence[];
  /** How many were thrown in each of 30 equal parts of the time range. */
  readonly counts: readonly number[];
}

const readInput = memberReader(
  Type.Object({
    ...scopeMembers,
    top: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 1_000, expects: 'how many groups to list, 1 to 1000' }),
    ),
  }),
);

const defaultTop = 200;
const examplesPerGroup = 5;
const parts = 30;
/** Traces fetched at a time: a few, so that the time budget is held. */
const fetchedTraces = 50;
/** Beyond this many, what is older is left out and the answer says so. */
const maxOccurrences = 50_000;

type Reads = Pick<TraceStore, 'search' | 'exceptions'>;

/** Groups what was thrown in the traces of a scope. Only traces in which something failed are opened. */
export async function exceptions(
  members: Record<string, unknown>,
  { store, signal, ...rules }: ScopeRules & { store: Reads; signal: AbortSignal },
): Promise<ExceptionsAnswer> {
  const input = readInput(members);
  const scope = await readScope(input, rules);
  const { occurrences, coverage } = await collect(store, scope, signal);
  const groups = exceptionGroups(occurrences);
  const top = groups.slice(0, input.top ?? defaultTop);
  const byPlace = groupByPlace(occurrences);
  return {
    ...coverage,
    groups: top.map((group) => summary(group, byPlace.get(placeOf(group)) ?? [], scope)),
    more: groups.length - top.length,
  };
}

async function collect(
  store: Reads,
  scope: Scope,
  signal: AbortSignal,
): Promise<{ readonly occurrences: readonly ExceptionOccurrence[]; readonly coverage: Coverage }> {
  const occurrences: ExceptionOccurrence[] = [];
  let left = 0;
  const look = async (records: readonly TraceRecord[]): Promise<void> => {
    const ids = records.filter(hasFailed).map(({ id }) => id);
    if (ids.length === 0) return;
    const found = await store.exceptions(ids, signal);
    const taken = found.slice(0, Math.max(0, maxOccurrences - occurrences.length));
    for (const one of taken) occurrences.push(one);
    left += found.length - taken.length;
  };
  const coverage = await scan(store, scope, signal, look, fetchedTraces);
  return { occurrences, coverage: { ...coverage, complete: coverage.complete && left === 0 } };
}

/** Exceptions are recorded where something failed, and every failure has a root cause. */
function hasFailed({ faultRootCauses, errorRootCauses }: TraceRecord): boolean {
  return faultRootCauses.length > 0 || errorRootCauses.length > 0;
}

function groupByPlace(
  occurrences: readonly ExceptionOccurrence[],
): ReadonlyMap<string, readonly ExceptionOccurrence[]> {
  const groups = new Map<string, ExceptionOccurrence[]>();
  for (const one of occurrences) {
    const place = placeOf(one);
    const group = groups.get(place);
    if (group === undefined) groups.set(place, [one]);
    else group.push(one);
  }
  return groups;
}

function placeOf({ type, frame }: Pick<ExceptionOccurrence, 'type' | 'frame'>): string {
  return JSON.stringify([type, frame?.path ?? null, frame?.line ?? null, frame?.label ?? null]);
}

function summary(
  { latest, ...group }: ExceptionGroup,
  occurrences: readonly ExceptionOccurrence[],
  { start, end }: Scope,
): ExceptionSummary {
  const counts = new Array<number>(parts).fill(0);
  const examples = new Map([[latest.traceId, latest]]);
  for (const one of occurrences.toSorted((a, b) => b.time - a.time)) {
    if (examples.size < examplesPerGroup && !examples.has(one.traceId)) examples.set(one.traceId, one);
    const part = Math.floor(((one.time - start) / (end - start)) * parts);
    const index = Math.min(parts - 1, Math.max(0, part));
    counts[index] = (counts[index] ?? 0) + 1;
  }
  return { ...group, examples: [...examples.values()], counts };
}
