import type { JsonValue } from '@radiograph/protocol';
import { plainCopy } from './plain-copy.js';
import { cutText, textOf } from './text.js';

/** Beyond this a value is cut: no emitter could send more of it in one document. */
const MAX_CHARACTERS = 64 * 1024;
const MAX_DEPTH = 64;

/**
 * Copies any value into plain JSON data, as metadata holds it: at once, so that later changes to the value do not show,
 * and without ever throwing. Cycles, throwing getters and `toJSON` become markers; BigInt and non-finite numbers become
 * text, Map and Set objects and arrays, an Error its name, message and stack; what is too long is cut with a marker.
 */
export function jsonValue(value: unknown): JsonValue {
  try {
    const copy = plainCopy(value);
    if (copy !== undefined) return copy;
  } catch {
    // A getter that throws becomes a marker below.
  }
  return new Copy().value(value, 0) ?? null;
}

class Copy {
  #left = MAX_CHARACTERS;
  readonly #ancestors: object[] = [];

  value(value: unknown, depth: number): JsonValue | undefined {
    switch (typeof value) {
      case 'string':
        return this.#text(value);
      case 'number':
        this.#left -= 8;
        return Number.isFinite(value) ? value : String(value);
      case 'boolean':
        this.#left -= 5;
        return value;
      case 'bigint':
        return this.#text(value.toString());
      case 'object':
        return value === null ? null : this.#guarded(value, depth);
      default:
        return undefined;
    }
  }

  #text(text: string): string {
    const left = Math.max(this.#left, 0);
    this.#left -= text.length;
    return text.length <= left ? text : `${cutText(text, left)}[cut: ${text.length - left} more characters]`;
  }

  #guarded(value: object, depth: number): JsonValue | undefined {
    if (this.#left <= 0) return '[cut]';
    if (depth >= MAX_DEPTH) return '[too deep]';
    if (this.#ancestors.includes(value)) return '[circular]';
    this.#ancestors.push(value);
    try {
      return this.#object(value, depth + 1);
    } catch (error) {
      return `[threw: ${messageOf(error)}]`;
    } finally {
      this.#ancestors.pop();
    }
  }

  #object(value: object, depth: number): JsonValue | undefined {
    if (Array.isArray(value)) return this.#items(value, depth);
    const { toJSON } = value as { toJSON?: unknown };
    if (ArrayBuffer.isView(value)) return `[${value.constructor.name}: ${value.byteLength} bytes]`;
    if (typeof toJSON === 'function') return this.value(toJSON.call(value, ''), depth);
    if (value instanceof Map) return this.#entries(value, depth);
    if (value instanceof Set) return this.#items(value, depth);
    if (value instanceof Error)
      return this.#members(value, ['name', 'message', 'stack', ...Object.keys(value)], depth);
    return this.#members(value, Object.keys(value), depth);
  }

  #items(items: Iterable<unknown>, depth: number): JsonValue[] {
    const copies: JsonValue[] = [];
    for (const item of items) {
      if (this.#spent(copies)) break;
      copies.push(this.value(item, depth) ?? null);
    }
    return copies;
  }

  #spent(copies: JsonValue[]): boolean {
    this.#left -= 2;
    if (this.#left > 0) return false;
    copies.push('[cut]');
    return true;
  }

  #entries(map: ReadonlyMap<unknown, unknown>, depth: number): JsonValue {
    const members: Record<string, JsonValue> = {};
    for (const [key, value] of map) if (!this.#member(members, String(key), value, depth)) break;
    return members;
  }

  #members(source: object, keys: readonly string[], depth: number): JsonValue {
    const members: Record<string, JsonValue> = {};
    for (const key of keys) if (!this.#member(members, key, read(source, key), depth)) break;
    return members;
  }

  #member(members: Record<string, JsonValue>, key: string, value: unknown, depth: number): boolean {
    this.#left -= key.length;
    if (this.#left <= 0) {
      members['[cut]'] = true;
      return false;
    }
    // Receivers refuse documents with this key, as it could change their objects' prototypes.
    if (key === '__proto__') return true;
    const copy = this.value(value, depth);
    if (copy !== undefined) members[key] = copy;
    return true;
  }
}

function read(source: object, key: string): unknown {
  try {
    return (source as Record<string, unknown>)[key];
  } catch (error) {
    return `[threw: ${messageOf(error)}]`;
  }
}

function messageOf(error: unknown): string {
  return textOf(error instanceof Error ? error.message : error, 200);
}
