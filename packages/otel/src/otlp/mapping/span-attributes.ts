import type { JsonValue } from '@radiograph/protocol';
import type { Attributes } from '../trace-request.js';

/** The names one fact has had in the semantic conventions; the first that is set is read. */
export type Keys = readonly string[];

const WHOLE_NUMBER = /^-?\d{1,15}$/;

/**
 * The attributes of one span on their way into a document. `take…` reads a fact under any of its names and marks all of them, so
 * that a sender of old and new conventions at once leaves nothing behind; `see…` reads and marks nothing. What was never taken is
 * the {@link rest}.
 */
export class SpanAttributes {
  readonly #values: Attributes;
  readonly #taken: Set<string> = new Set();

  constructor(values: Attributes) {
    this.#values = values;
  }

  /** The value under one name, of any type. */
  see(key: string): JsonValue | undefined {
    return this.#values.get(key);
  }

  /** A text, not empty. A number is read as one: account ids and user ids come as both. */
  seeText(keys: Keys): string | undefined {
    for (const key of keys) {
      const text = textOf(this.#values.get(key));
      if (text !== undefined) return text;
    }
    return undefined;
  }

  /** A whole number, or its digits. */
  seeWhole(keys: Keys): number | undefined {
    for (const key of keys) {
      const whole = wholeOf(this.#values.get(key));
      if (whole !== undefined) return whole;
    }
    return undefined;
  }

  /** As {@link seeText}, and marks it taken. */
  takeText(keys: Keys): string | undefined {
    const text = this.seeText(keys);
    if (text !== undefined) this.take(keys);
    return text;
  }

  /** As {@link seeWhole}, and marks it taken. */
  takeWhole(keys: Keys): number | undefined {
    const whole = this.seeWhole(keys);
    if (whole !== undefined) this.take(keys);
    return whole;
  }

  /** The texts of a list, or one text as a list of one; marks them taken. */
  takeTexts(keys: Keys): readonly string[] {
    for (const key of keys) {
      const texts = textsOf(this.#values.get(key));
      if (texts.length === 0) continue;
      this.take(keys);
      return texts;
    }
    return [];
  }

  /** Marks names taken. */
  take(keys: Keys): void {
    for (const key of keys) if (this.#values.has(key)) this.#taken.add(key);
  }

  /** Visits the attributes that were not taken, in the order they came. */
  eachRest(visit: (key: string, value: JsonValue) => void): void {
    this.#values.forEach((value, key) => {
      if (!this.#taken.has(key)) visit(key, value);
    });
  }
}

/** A text that is not empty, or a number as one. */
export function textOf(value: JsonValue | undefined): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  return typeof value === 'number' ? String(value) : undefined;
}

/** The texts of a list, or one text as a list of one. */
export function textsOf(value: JsonValue | undefined): readonly string[] {
  if (typeof value === 'string') return value === '' ? [] : [value];
  return Array.isArray(value) ? value.filter((element) => typeof element === 'string' && element !== '') : [];
}

function wholeOf(value: JsonValue | undefined): number | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : undefined;
  return typeof value === 'string' && WHOLE_NUMBER.test(value) ? Number(value) : undefined;
}
