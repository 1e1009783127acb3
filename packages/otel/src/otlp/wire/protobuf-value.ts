import type { JsonValue } from '@radiograph/protocol';
import { toBase64 } from './base64.js';
import type { Budget } from './budget.js';
import { writableNumber } from './json-number.js';
import type { ProtobufReader } from './protobuf-reader.js';
import { isUnsafeKey } from './unsafe-key.js';

/* Tags of `KeyValue`, of `AnyValue` and of its two containers, which both hold their parts as field 1. */
const KEY = 10;
const VALUE = 18;
const STRING = 10;
const BOOL = 16;
const INT = 24;
const DOUBLE = 33;
const ARRAY = 42;
const MAP = 50;
const BYTES = 58;
const PART = 10;

/** Reads the `KeyValue` that begins here into a map; of two with one key the later one counts. */
export function readAttribute(reader: ProtobufReader, into: Map<string, JsonValue>, budget: Budget): void {
  readPair(reader, budget, 0, (key, value) => {
    into.set(key, value);
  });
}

function readPair(
  reader: ProtobufReader,
  budget: Budget,
  depth: number,
  take: (key: string, value: JsonValue) => void,
): void {
  const outer = reader.enter();
  let key = '';
  let value: JsonValue = null;
  while (!reader.atEnd) {
    const tag = reader.tag();
    if (tag === KEY) key = reader.text();
    else if (tag === VALUE) value = readValue(reader, budget, depth);
    else reader.skip(tag);
  }
  reader.leave(outer);
  budget.countItem();
  take(key, value);
}

function readValue(reader: ProtobufReader, budget: Budget, depth: number): JsonValue {
  budget.countValue(depth);
  const outer = reader.enter();
  let value: JsonValue = null;
  while (!reader.atEnd) {
    const tag = reader.tag();
    if (tag === STRING) value = reader.text();
    else if (tag === BOOL) value = reader.flag();
    else if (tag === INT) value = reader.whole();
    else if (tag === DOUBLE) value = writableNumber(reader.double());
    else if (tag === ARRAY) value = readArray(reader, budget, depth + 1);
    else if (tag === MAP) value = readMap(reader, budget, depth + 1);
    else if (tag === BYTES) value = toBase64(reader.bytes());
    else reader.skip(tag);
  }
  reader.leave(outer);
  return value;
}

function readArray(reader: ProtobufReader, budget: Budget, depth: number): JsonValue {
  const outer = reader.enter();
  const values: JsonValue[] = [];
  while (!reader.atEnd) {
    const tag = reader.tag();
    if (tag === PART) values.push(readValue(reader, budget, depth));
    else reader.skip(tag);
  }
  reader.leave(outer);
  return values;
}

function readMap(reader: ProtobufReader, budget: Budget, depth: number): JsonValue {
  const outer = reader.enter();
  const members: Record<string, JsonValue> = {};
  while (!reader.atEnd) {
    const tag = reader.tag();
    if (tag !== PART) reader.skip(tag);
    else
      readPair(reader, budget, depth, (key, value) => {
        if (!isUnsafeKey(key)) members[key] = value;
      });
  }
  reader.leave(outer);
  return members;
}
