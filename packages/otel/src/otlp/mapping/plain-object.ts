import type { JsonValue } from '@radiograph/protocol';
import { isUnsafeKey } from '../wire/unsafe-key.js';

/** Gives attributes, or some of them, as an object: what was left empty, and keys that documents never hold, are left out. */
export function plainObject(entries: Iterable<readonly [string, JsonValue]>): Record<string, JsonValue> {
  const object: Record<string, JsonValue> = {};
  for (const [key, value] of entries) {
    if (value !== null && !isUnsafeKey(key)) object[key] = value;
  }
  return object;
}
