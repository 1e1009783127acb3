import type { AnnotationValue } from '@radiograph/protocol';

/**
 * What a value of a document should be: the value itself, an object or a list of which each member is such a pattern, a
 * regular expression for a text, or an asymmetric matcher of the test runner such as `expect.any(Number)`.
 */
export type ValuePattern = unknown;

/** What an exception should be: a part of its message, an expression for it, or its members. */
export type ExceptionPattern =
  | string
  | RegExp
  | { readonly type?: string | RegExp; readonly message?: string | RegExp; readonly remote?: boolean };

/**
 * What a segment or subsegment should say; members that are left out may be anything. A text or an expression alone stands
 * for a name.
 *
 * @example
 * expect(trace).toHaveSubsegment({ name: 'load cart', annotations: { items: 3 }, inside: 'shop', fault: false });
 */
export interface EntityPattern {
  readonly name?: string | RegExp;
  readonly namespace?: 'remote' | 'aws' | undefined;
  /** Those that are given must be there; others may be too. The same holds for the blocks below. */
  readonly annotations?: Readonly<Record<string, AnnotationValue | ValuePattern>>;
  /** By namespace; what `addMetadata` is given without one is in `default`. */
  readonly metadata?: Readonly<Record<string, Readonly<Record<string, ValuePattern>>>>;
  readonly http?: ValuePattern;
  readonly aws?: ValuePattern;
  readonly sql?: ValuePattern;
  /** `false` wants it absent. */
  readonly error?: boolean;
  readonly fault?: boolean;
  readonly throttle?: boolean;
  readonly in_progress?: boolean;
  readonly user?: ValuePattern;
  readonly origin?: ValuePattern;
  /** One of the exceptions recorded here. */
  readonly exception?: ExceptionPattern;
  /** What this is inside of, at any depth. */
  readonly inside?: NamePattern;
  /** What is inside this, at any depth. */
  readonly subsegments?: readonly NamePattern[];
}

/** A pattern, or only the name. */
export type NamePattern = string | RegExp | EntityPattern;

/** Where a value is not what a pattern wants: the member's path, what is there, and what was wanted. */
export interface Difference {
  readonly path: string;
  readonly found: unknown;
  readonly wanted: unknown;
}

/** Where `found` is not what `wanted` says; empty where it is. */
export function differences(found: unknown, wanted: ValuePattern, path = ''): Difference[] {
  if (isAsymmetric(wanted)) return wanted.asymmetricMatch(found) ? [] : [{ path, found, wanted }];
  if (wanted instanceof RegExp)
    return typeof found === 'string' && wanted.test(found) ? [] : [{ path, found, wanted }];
  if (typeof wanted !== 'object' || wanted === null)
    return Object.is(found, wanted) ? [] : [{ path, found, wanted }];
  if (typeof found !== 'object' || found === null || Array.isArray(found) !== Array.isArray(wanted))
    return [{ path, found, wanted }];
  if (Array.isArray(wanted) && (found as unknown[]).length !== wanted.length)
    return [{ path, found, wanted }];
  return Object.entries(wanted).flatMap(([key, value]) =>
    differences((found as Record<string, unknown>)[key], value, path === '' ? key : `${path}.${key}`),
  );
}

function isAsymmetric(value: unknown): value is { asymmetricMatch(found: unknown): boolean } {
  return typeof (value as { asymmetricMatch?: unknown } | null)?.asymmetricMatch === 'function';
}

/** A value as failure messages show it. */
export function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value instanceof RegExp) return String(value);
  if (isAsymmetric(value)) return nameOfAsymmetric(value);
  if (Array.isArray(value)) return `[${value.map(show).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? String(value);
  const members = Object.entries(value).map(([key, member]) => `${key}: ${show(member)}`);
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}

function nameOfAsymmetric(value: object): string {
  const matcher = value as { toAsymmetricMatcher?: () => string };
  return matcher.toAsymmetricMatcher?.() ?? String(value);
}
