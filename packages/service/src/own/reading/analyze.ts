import type { TraceStore } from '@radiograph/store';
import { type Histogram, histogramValue, type TraceRecord } from '@radiograph/trace';
import { type Static, Type } from '@sinclair/typebox';
import { invalidMember, memberReader, show, Text } from '../../http/members.js';
import { type CauseCount, CauseTally } from './cause-tally.js';
import { type FieldName, fieldName, fieldValues, plainFieldNames } from './field-values.js';
import { type Coverage, scan } from './scan.js';
import { readScope, type Scope, type ScopeRules, scopeMembers } from './scope.js';
import { noOutcomes, type OutcomeCounts, traceOutcome } from './trace-outcome.js';
import { type FieldCounts, ValueTally } from './value-tally.js';

/** The answer of `POST /radiograph/v1/analyze`: one set of traces, or two beside each other, broken down by fields. */
export interface AnalyzeAnswer {
  /** The set of `filter`, then that of `other` where it was given. All counts below are in this order. */
  readonly sets: readonly AnalyzedSet[];
  readonly fields: readonly FieldCounts[];
  readonly rootCauses: readonly CauseCount[];
}

/** One set of traces in figures. */
export interface AnalyzedSet extends Coverage {
  readonly filter: string;
  readonly outcomes: OutcomeCounts;
  /** Of traces that have a response time, in seconds. */
  readonly responseTimes: Histogram;
}

const Input = Type.Object({
  ...scopeMembers,
  other: Type.Optional(Text('a second filter expression')),
  fields: Type.Optional(
    Type.Array(Type.String(), { maxItems: 20, expects: 'a list of at most 20 names of fields' }),
  ),
  top: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 1_000, expects: 'how many values of each field to list, 1 to 1000' }),
  ),
});
const readInput = memberReader(Input);

const defaultTop = 20;

/** Breaks the traces of a scope down by fields and root causes, beside those of a second filter where one is given. */
export async function analyze(
  members: Record<string, unknown>,
  { store, signal, ...rules }: ScopeRules & { store: Pick<TraceStore, 'search'>; signal: AbortSignal },
): Promise<AnalyzeAnswer> {
  const input = readInput(members);
  const scopes = await readScopes(input, rules);
  const fields = (input.fields ?? []).map(readField);
  const tallies = fields.map((field) => ({ field, tally: new ValueTally(scopes.length) }));
  const causes = new CauseTally(scopes.length);
  const sets: AnalyzedSet[] = [];
  for (const [set, scope] of scopes.entries()) {
    const figures = new SetTally();
    const coverage = await scan(store, scope, signal, (records) => {
      for (const record of records) {
        figures.add(record);
        causes.add(set, record);
        for (const { field, tally } of tallies)
          for (const value of fieldValues(record, field)) tally.add(set, value);
      }
    });
    sets.push({ filter: scope.filter, ...coverage, ...figures.result() });
  }
  const top = input.top ?? defaultTop;
  return {
    sets,
    fields: tallies.map(({ field, tally }) => tally.result(field, top)),
    rootCauses: causes.result(top),
  };
}

/** Two filters share the time that one would have. */
async function readScopes(input: Static<typeof Input>, rules: ScopeRules): Promise<readonly Scope[]> {
  const scope = await readScope(input, rules);
  if (input.other === undefined) return [scope];
  const grouped = await rules.groups.filter(input.other);
  const budgetMs = scope.budgetMs / 2;
  return [
    { ...scope, budgetMs },
    { ...scope, filter: input.other, grouped, budgetMs },
  ];
}

function readField(text: string, index: number): FieldName {
  const field = fieldName(text);
  if (field !== undefined) return field;
  throw invalidMember(
    `fields[${index}] is ${show(text)}; write one of ${plainFieldNames.join(', ')} or annotation.<key>.`,
  );
}

class SetTally {
  readonly #outcomes = noOutcomes();
  readonly #times = new Map<number, number>();

  add(record: TraceRecord): void {
    this.#outcomes[traceOutcome(record)] += 1;
    const responseTime = record.root?.responseTime;
    if (responseTime === undefined) return;
    const value = histogramValue(responseTime);
    this.#times.set(value, (this.#times.get(value) ?? 0) + 1);
  }

  result(): Pick<AnalyzedSet, 'outcomes' | 'responseTimes'> {
    const times = [...this.#times].sort(([one], [other]) => one - other);
    return {
      outcomes: this.#outcomes,
      responseTimes: times.map(([value, count]) => ({ value, count })),
    };
  }
}
