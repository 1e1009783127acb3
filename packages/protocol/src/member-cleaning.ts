import { Flaw } from './flaw.js';

/** A JSON object as it came. */
export type Members = Readonly<Record<string, unknown>>;

/**
 * What becomes of one value: the value itself where nothing is wrong with it, a cleaned one, `undefined` to strip it, or a
 * {@link Flaw} to refuse the document. `depth` counts the levels above; `strict` holds X-Ray's own rules.
 */
export type Rule = (value: unknown, depth: number, strict: boolean) => unknown;

/** Rules by member name. */
export type MemberRules = ReadonlyMap<string, Rule>;

/** Whether a JSON value is an object, and no array. */
export function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The rule that strips whatever it sees. */
export function strip(): undefined {
  return undefined;
}

/**
 * Cleans an object: members of the table by their rules, the others by `other`. Gives the object itself where nothing had to
 * change, so that a clean document is never copied.
 */
export function cleanMembers(
  source: Members,
  rules: MemberRules,
  other: Rule,
  depth: number,
  strict: boolean,
): Members | Flaw {
  let copy: Record<string, unknown> | undefined;
  for (const key in source) {
    const value = source[key];
    const cleaned = (rules.get(key) ?? other)(value, depth, strict);
    if (cleaned === value) {
      if (copy !== undefined) copy[key] = value;
      continue;
    }
    if (cleaned instanceof Flaw) return cleaned.within(key);
    copy ??= membersBefore(source, key);
    if (cleaned !== undefined) copy[key] = cleaned;
  }
  return copy ?? source;
}

/** Cleans every element of an array; what the rule strips is left out. Gives the array itself where nothing had to change. */
export function cleanElements(
  source: readonly unknown[],
  rule: Rule,
  depth: number,
  strict: boolean,
): readonly unknown[] | Flaw {
  let copy: unknown[] | undefined;
  for (let i = 0; i < source.length; i++) {
    const value = source[i];
    const cleaned = rule(value, depth, strict);
    if (cleaned === value) {
      if (copy !== undefined) copy.push(value);
      continue;
    }
    if (cleaned instanceof Flaw) return cleaned.within(`[${i}]`);
    copy ??= source.slice(0, i);
    if (cleaned !== undefined) copy.push(cleaned);
  }
  return copy ?? source;
}

function membersBefore(source: Members, end: string): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  for (const key in source) {
    if (key === end) break;
    copy[key] = source[key];
  }
  return copy;
}
