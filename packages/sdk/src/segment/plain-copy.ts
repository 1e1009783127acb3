import type { JsonValue } from '@radiograph/protocol';

/** Beyond this, a value is left to those who can cut it, and tell a cycle from what is merely deep. */
const MAX_CHARACTERS = 32 * 1024;
const MAX_DEPTH = 32;

let left = 0;

/**
 * Copies plain data, which nearly all that is recorded is: no more than strings, finite numbers, booleans, null, arrays
 * and object literals. `undefined` where the value is anything else, or large. Throws where a getter does.
 */
export function plainCopy(value: unknown): JsonValue | undefined {
  left = MAX_CHARACTERS;
  if (isPlainScalar(value)) return value;
  return typeof value === 'object' ? copyOf(value as object, 0) : undefined;
}

function isPlainScalar(value: unknown): value is string | number | boolean | null {
  switch (typeof value) {
    case 'string':
      left -= value.length;
      return left > 0;
    case 'number':
      left -= 8;
      return Number.isFinite(value);
    case 'boolean':
      return true;
    default:
      return value === null;
  }
}

function copyOf(value: object, depth: number): JsonValue | undefined {
  if (left <= 0 || depth >= MAX_DEPTH) return undefined;
  return Array.isArray(value) ? copyOfList(value, depth + 1) : copyOfObject(value, depth + 1);
}

function copyOfList(list: readonly unknown[], depth: number): JsonValue[] | undefined {
  if (list.length > left) return undefined;
  const copies = list.slice() as JsonValue[];
  for (let at = 0; at < copies.length; at++) {
    const item: unknown = copies[at];
    left -= 2;
    if (isPlainScalar(item)) continue;
    const copy = typeof item === 'object' ? copyOf(item as object, depth) : undefined;
    if (copy === undefined) return undefined;
    copies[at] = copy;
  }
  return copies;
}

/** To copy all members at once and then look at them is several times quicker than to copy one by one. */
function copyOfObject(object: object, depth: number): Record<string, JsonValue> | undefined {
  const prototype: unknown = Object.getPrototypeOf(object);
  if ((prototype !== Object.prototype && prototype !== null) || 'toJSON' in object) return undefined;
  const copies: Record<string, unknown> = { ...object };
  for (const key in copies) {
    const member = copies[key];
    left -= key.length;
    if (isPlainScalar(member) || member === undefined) continue;
    const copy = typeof member === 'object' ? copyOf(member as object, depth) : undefined;
    if (copy === undefined) return undefined;
    copies[key] = copy;
  }
  // Receivers refuse documents with this key, as it could change their objects' prototypes.
  return Object.hasOwn(copies, '__proto__') ? undefined : (copies as Record<string, JsonValue>);
}
