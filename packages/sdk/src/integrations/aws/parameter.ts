import type { AwsBlock, JsonValue } from '@radiograph/protocol';

/**
 * One parameter to record. A string names a member of the input or output, recorded as it is under its name in snake_case
 * (`TableName` as `table_name`); an object says what else: its `keys` or its `count` instead of its value, or another name.
 */
export type Parameter =
  | string
  | { readonly field: string; readonly take?: 'value' | 'keys' | 'count'; readonly as?: string };

/** Which members of an operation's input and output are recorded. */
export interface OperationParameters {
  readonly request?: readonly Parameter[];
  readonly response?: readonly Parameter[];
}

/** What is recorded, by the service's id (`DynamoDB`, `S3`, `SFN`, …) and the operation (`GetItem`). */
export type ParameterTable = Readonly<Record<string, Readonly<Record<string, OperationParameters>>>>;

/** How a parameter is recorded that is given by its name alone. */
const PLAIN: { readonly take?: 'value'; readonly as?: string } = {};
const MAX_CHARACTERS = 1024;
const MAX_MEMBERS = 100;
const MAX_DEPTH = 4;

/** Both tables in one; where they name the same operation, it has the parameters of both. */
export function mergedTable(first: ParameterTable, second: ParameterTable): ParameterTable {
  const table: Record<string, Record<string, OperationParameters>> = {};
  for (const [service, operations] of [...Object.entries(first), ...Object.entries(second)]) {
    const merged: Record<string, OperationParameters> = { ...table[service] };
    for (const [operation, { request = [], response = [] }] of Object.entries(operations)) {
      const before = merged[operation];
      merged[operation] = {
        request: [...(before?.request ?? []), ...request],
        response: [...(before?.response ?? []), ...response],
      };
    }
    table[service] = merged;
  }
  return table;
}

/** Reads parameters out of an input or output into an aws block; what is absent is left out. */
export function readParameters(
  parameters: readonly Parameter[],
  source: unknown,
  block: Record<string, AwsBlock[string]>,
): void {
  if (typeof source !== 'object' || source === null) return;
  for (const parameter of parameters) {
    const field = typeof parameter === 'string' ? parameter : parameter.field;
    const value = (source as Record<string, unknown>)[field];
    // Most of what may be recorded of a call is not there.
    if (value === undefined || value === null) continue;
    const { take = 'value', as = snakeCase(field) } = typeof parameter === 'string' ? PLAIN : parameter;
    const json = taken(value, take);
    if (json !== undefined) block[as] = json;
  }
}

function taken(value: unknown, take: 'value' | 'keys' | 'count'): JsonValue | undefined {
  if (take === 'value') return plain(value, MAX_DEPTH);
  if (typeof value !== 'object' || value === null) return undefined;
  if (take === 'count') return Array.isArray(value) ? value.length : Object.keys(value).length;
  return Object.keys(value).slice(0, MAX_MEMBERS);
}

/** A copy as JSON, bounded in every direction: outputs may be huge, and what is no plain data has no place in a document. */
function plain(value: unknown, depth: number): JsonValue | undefined {
  if (typeof value === 'string') return value.slice(0, MAX_CHARACTERS);
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value === 'bigint') return String(value);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : value.toISOString();
  if (typeof value !== 'object' || value === null || depth === 0 || ArrayBuffer.isView(value))
    return undefined;
  if (Array.isArray(value)) {
    return value.slice(0, MAX_MEMBERS).flatMap((item) => plain(item, depth - 1) ?? []);
  }
  const copy: Record<string, JsonValue> = {};
  for (const [key, member] of Object.entries(value).slice(0, MAX_MEMBERS)) {
    const json = plain(member, depth - 1);
    if (json !== undefined) copy[key] = json;
  }
  return copy;
}

const names: Map<string, string> = new Map();

/** `QueueUrl` as `queue_url`, `StreamARN` as `stream_arn`, `stateMachineArn` as `state_machine_arn`. */
export function snakeCase(field: string): string {
  const known = names.get(field);
  if (known !== undefined) return known;
  const name = field
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .toLowerCase();
  if (names.size < 1000) names.set(field, name);
  return name;
}
