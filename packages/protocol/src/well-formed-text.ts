import { isObject } from './member-cleaning.js';

const LONE_SURROGATE = /\p{Surrogate}/u;
const LONE_SURROGATES = /\p{Surrogate}/gu;
const SURROGATE_ESCAPE = /\\u[dD][89a-fA-F]/;

/**
 * Whether JSON text may hold half a surrogate pair: it can come by an escape only. UTF-8 has no form for it, so a store and a
 * client would see different texts unless it is replaced.
 */
export function mayHoldLoneSurrogates(json: string): boolean {
  return SURROGATE_ESCAPE.test(json);
}

/** Replaces lone surrogates in every string and key of a JSON value by U+FFFD. Gives the value itself where it has none. */
export function wellFormed(value: unknown): unknown {
  if (typeof value === 'string')
    return LONE_SURROGATE.test(value) ? value.replace(LONE_SURROGATES, '\ufffd') : value;
  if (Array.isArray(value)) return wellFormedArray(value);
  return isObject(value) ? wellFormedObject(value) : value;
}

function wellFormedArray(source: readonly unknown[]): readonly unknown[] {
  const copy = source.map(wellFormed);
  return copy.some((element, i) => element !== source[i]) ? copy : source;
}

function wellFormedObject(source: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const copy: Record<string, unknown> = {};
  let changed = false;
  for (const key in source) {
    const cleanKey = wellFormed(key) as string;
    const cleaned = wellFormed(source[key]);
    if (cleanKey !== key || cleaned !== source[key]) changed = true;
    copy[cleanKey] = cleaned;
  }
  return changed ? copy : source;
}
