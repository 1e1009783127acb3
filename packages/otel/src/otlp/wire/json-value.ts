import type { JsonValue } from '@radiograph/protocol';
import { fromBase64, toBase64 } from './base64.js';
import type { Budget } from './budget.js';
import { writableNumber } from './json-number.js';
import { malformed } from './malformed.js';
import { isUnsafeKey } from './unsafe-key.js';
import { readWhole } from './whole-number.js';

type Members = Readonly<Record<string, unknown>>;

/** Whether a JSON value is an object, and no array. */
export function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Reads a list of `KeyValue` into a map; of two with one key the later one counts. */
export function readAttributes(list: unknown, into: Map<string, JsonValue>, budget: Budget): void {
  readPairs(list, 'attributes', budget, 0, (key, value) => {
    into.set(key, value);
  });
}

function readPairs(
  list: unknown,
  name: string,
  budget: Budget,
  depth: number,
  take: (key: string, value: JsonValue) => void,
): void {
  if (!Array.isArray(list)) throw malformed(name, list, 'an array');
  for (const pair of list as readonly unknown[]) {
    if (!isObject(pair)) throw malformed(`an element of ${name}`, pair, 'an object');
    const { key = '', value } = pair;
    if (typeof key !== 'string') throw malformed(`a key of ${name}`, key, 'a string');
    budget.countItem();
    take(key, isAbsent(value) ? null : readValue(value, budget, depth));
  }
}

/** Reads an `AnyValue`: an object with one member, which says the type. Unknown members are left aside. */
function readValue(value: unknown, budget: Budget, depth: number): JsonValue {
  budget.countValue(depth);
  if (!isObject(value))
    throw malformed('an attribute value', value, "an object such as { stringValue: 'x' }");
  const { stringValue, boolValue, intValue, doubleValue, arrayValue, kvlistValue, bytesValue } = value;
  if (!isAbsent(stringValue)) return readText('stringValue', stringValue);
  if (!isAbsent(boolValue)) return readFlag(boolValue);
  if (!isAbsent(intValue)) return readInt(intValue);
  if (!isAbsent(doubleValue)) return readDouble(doubleValue);
  if (!isAbsent(arrayValue)) return readArray(arrayValue, budget, depth + 1);
  if (!isAbsent(kvlistValue)) return readMap(kvlistValue, budget, depth + 1);
  return isAbsent(bytesValue) ? null : readBytes(bytesValue);
}

/** Reads a string. */
export function readText(name: string, value: unknown): string {
  if (typeof value !== 'string') throw malformed(name, value, 'a string');
  return value;
}

function readFlag(value: unknown): boolean {
  if (typeof value !== 'boolean') throw malformed('boolValue', value, 'true or false');
  return value;
}

function readInt(value: unknown): number | string {
  const whole = readWhole(value);
  if (whole === undefined)
    throw malformed('intValue', value, 'a whole number of 64 bits, as a string of digits');
  return whole;
}

const DOUBLE = /^-?(\d+(\.\d+)?([eE][+-]?\d+)?|Infinity)$/;

function readDouble(value: unknown): number | string {
  if (typeof value === 'number') return writableNumber(value);
  if (typeof value === 'string' && (value === 'NaN' || DOUBLE.test(value)))
    return writableNumber(Number(value));
  throw malformed('doubleValue', value, "a number, 'NaN', 'Infinity' or '-Infinity'");
}

function readArray(value: unknown, budget: Budget, depth: number): JsonValue {
  if (!isObject(value)) throw malformed('arrayValue', value, 'an object with values');
  const { values } = value;
  if (isAbsent(values)) return [];
  if (!Array.isArray(values)) throw malformed('arrayValue.values', values, 'an array');
  return values.map((element) => (isAbsent(element) ? null : readValue(element, budget, depth)));
}

function readMap(value: unknown, budget: Budget, depth: number): JsonValue {
  if (!isObject(value)) throw malformed('kvlistValue', value, 'an object with values');
  const { values } = value;
  const members: Record<string, JsonValue> = {};
  if (isAbsent(values)) return members;
  readPairs(values, 'kvlistValue.values', budget, depth, (key, member) => {
    if (!isUnsafeKey(key)) members[key] = member;
  });
  return members;
}

function readBytes(value: unknown): string {
  const bytes = typeof value === 'string' ? fromBase64(value) : undefined;
  if (bytes === undefined) throw malformed('bytesValue', value, 'base64');
  return toBase64(bytes);
}

/** Whether a sender left a member out: protobuf's JSON reads null as nothing. */
export function isAbsent(value: unknown): value is undefined | null {
  return value === undefined || value === null;
}
