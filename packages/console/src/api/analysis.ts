import type { AnnotationValue } from '@radiograph/protocol';
import type { Histogram, NodeIdentity } from '@radiograph/trace';
import type { Status } from '../model/status.js';
import { askReading, type Coverage, readCoverage, type Scope } from './own-reading.js';
import { finite, list, members, text, texts, type Unknown } from './reading.js';
import { readHistogram, readIdentity } from './service-graph.js';

/** One set of traces, or two beside each other, broken down. */
export interface Analysis {
  readonly sets: readonly AnalyzedSet[];
  readonly fields: readonly FieldCounts[];
  readonly causes: readonly CauseCount[];
}

/** One set of traces in figures. */
export interface AnalyzedSet extends Coverage {
  readonly outcomes: Readonly<Record<Status, number>>;
  readonly responseTimes: Histogram;
}

/** The most frequent values of a field. */
export interface FieldCounts {
  readonly field: string;
  readonly values: readonly ValueCount[];
  /** Other values beyond those listed. */
  readonly more: number;
}

/** A value, and in how many traces of each set it is. */
export interface ValueCount {
  readonly value: AnnotationValue;
  /** The key, of annotations. */
  readonly key?: string;
  readonly counts: readonly number[];
}

/** A path from the entry to what failed or took the time, and how often in each set. */
export interface CauseCount {
  readonly kind: 'fault' | 'error' | 'responsetime';
  readonly services: readonly NodeIdentity[];
  readonly entities: readonly string[];
  readonly exception?: string;
  readonly message?: string;
  readonly counts: readonly number[];
  readonly traceId: string;
}

/** What to break down, and by what. */
export interface AnalysisQuery extends Scope {
  /** A second filter to set beside the first. */
  readonly other?: string | undefined;
  readonly fields: readonly string[];
  readonly top: number;
}

/** Breaks the traces of a scope down. */
export async function fetchAnalysis(query: AnalysisQuery, signal: AbortSignal): Promise<Analysis> {
  const { other, fields, top } = query;
  const more = { fields, top, ...(other !== undefined && { other }) };
  return readAnalysis(await askReading('analyze', query, more, signal));
}

/** The answer of the service as an analysis; what is missing in it counts as nothing. */
export function readAnalysis(answer: unknown): Analysis {
  const wire = members(answer);
  return {
    sets: list(wire['sets']).map((set) => readSet(members(set))),
    fields: list(wire['fields']).map((field) => readField(members(field))),
    causes: list(wire['rootCauses']).map((cause) => readCause(members(cause))),
  };
}

function readSet(wire: Unknown): AnalyzedSet {
  const outcomes = members(wire['outcomes']);
  const count = (name: Status): number => finite(outcomes[name]) ?? 0;
  return {
    ...readCoverage(wire),
    outcomes: {
      ok: count('ok'),
      error: count('error'),
      throttle: count('throttle'),
      fault: count('fault'),
      progress: count('progress'),
    },
    responseTimes: readHistogram(list(wire['responseTimes']).map((entry) => upperCased(members(entry)))),
  };
}

/** Our own API writes the members of a histogram in lower case, X-Ray's in upper. */
function upperCased({ value, count }: Unknown): Unknown {
  return { Value: value, Count: count };
}

function readField(wire: Unknown): FieldCounts {
  return {
    field: text(wire['field']) ?? '',
    values: list(wire['values']).flatMap((value) => readValue(members(value))),
    more: finite(wire['more']) ?? 0,
  };
}

function readValue(wire: Unknown): readonly ValueCount[] {
  const { value } = wire;
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return [];
  const key = text(wire['key']);
  return [{ value, ...(key !== undefined && { key }), counts: readCounts(wire['counts']) }];
}

function readCause(wire: Unknown): CauseCount {
  const { kind } = wire;
  const thrown = members(wire['exception']);
  const [exception, message] = [text(thrown['name']), text(thrown['message'])];
  return {
    kind: kind === 'fault' || kind === 'error' ? kind : 'responsetime',
    services: list(wire['services']).map(readNode),
    entities: texts(wire['entities']),
    ...(exception !== undefined && { exception }),
    ...(message !== undefined && { message }),
    counts: readCounts(wire['counts']),
    traceId: text(wire['traceId']) ?? '',
  };
}

function readNode(value: unknown): NodeIdentity {
  const { name, type, accountId } = members(value);
  return readIdentity({ Name: name, Type: type, AccountId: accountId });
}

function readCounts(value: unknown): readonly number[] {
  return list(value).map((count) => finite(count) ?? 0);
}
