import {
  type Difference,
  differences,
  type ExceptionPattern,
  type NamePattern,
  show,
  type ValuePattern,
} from './entity-pattern.js';
import { drawTrace } from './picture.js';
import { allBelow, differencesAt, type Place, rootsOf } from './trace-walk.js';

/** What a matcher tells the test runner. */
export interface MatcherResult {
  readonly pass: boolean;
  message(): string;
}

/** What is not right with the place that comes nearest. */
interface Miss {
  readonly place: Place;
  readonly differences: readonly Difference[];
}

/**
 * Matchers for what was recorded, for vitest and for Jest. They look at what `memory(recorder)` gives, at one trace, or at one
 * document, and draw it when they fail.
 *
 * @example
 * expect.extend(matchers); // once, in a setup file
 * expect(traces).toHaveSubsegment({ name: 'load cart', annotations: { items: 3 } });
 * expect(traces).not.toHaveFault();
 */
export const matchers: {
  toHaveSegment(received: unknown, pattern: NamePattern): MatcherResult;
  toHaveSubsegment(received: unknown, pattern: NamePattern): MatcherResult;
  toHaveAnnotation(received: unknown, key: string, value?: ValuePattern): MatcherResult;
  toHaveMetadata(received: unknown, key: string, value?: ValuePattern, namespace?: string): MatcherResult;
  toHaveException(received: unknown, pattern?: ExceptionPattern): MatcherResult;
  toHaveError(received: unknown, where?: NamePattern): MatcherResult;
  toHaveFault(received: unknown, where?: NamePattern): MatcherResult;
  toHaveThrottle(received: unknown, where?: NamePattern): MatcherResult;
} = {
  toHaveSegment: (received, pattern) => look(received, 'segment', `a segment ${show(pattern)}`, pattern),
  toHaveSubsegment: (received, pattern) =>
    look(received, 'subsegment', `a subsegment ${show(pattern)}`, pattern),
  toHaveAnnotation: (received, key, value) =>
    lookFor(received, wanted(`the annotation ${show(key)}`, value), ({ entity }) =>
      memberDifferences(entity.annotations, key, value, 'annotations'),
    ),
  toHaveMetadata: (received, key, value, namespace = 'default') =>
    lookFor(received, wanted(`the metadata ${show(key)} in ${show(namespace)}`, value), ({ entity }) =>
      memberDifferences(entity.metadata?.[namespace], key, value, `metadata.${namespace}`),
    ),
  toHaveException: (received, pattern = { message: /^/ }) =>
    lookFor(received, `an exception ${show(pattern)}`, (place) =>
      differencesAt(place, { exception: pattern }),
    ),
  toHaveError: (received, where) => lookForFlag(received, 'error', where),
  toHaveFault: (received, where) => lookForFlag(received, 'fault', where),
  toHaveThrottle: (received, where) => lookForFlag(received, 'throttle', where),
};

/** The matchers as a test calls them. */
export interface TraceMatchers<R> {
  /** One of the segments is as the pattern says. */
  toHaveSegment(pattern: NamePattern): R;
  /** One of the subsegments, at any depth, is as the pattern says. */
  toHaveSubsegment(pattern: NamePattern): R;
  /** A segment or subsegment has an annotation, with that value if one is given. */
  toHaveAnnotation(key: string, value?: ValuePattern): R;
  /** A segment or subsegment has metadata under that key, with that value if one is given; the namespace is `default` unless given. */
  toHaveMetadata(key: string, value?: ValuePattern, namespace?: string): R;
  /** An exception was recorded, with that message, type or origin if one is given. */
  toHaveException(pattern?: ExceptionPattern): R;
  /** A segment or subsegment (the given one, if one is given) counts as an error. */
  toHaveError(where?: NamePattern): R;
  /** A segment or subsegment (the given one, if one is given) counts as a fault. */
  toHaveFault(where?: NamePattern): R;
  /** A segment or subsegment (the given one, if one is given) was throttled. */
  toHaveThrottle(where?: NamePattern): R;
}

declare global {
  // Both vitest and Jest take the matchers of others from here, so that neither has to be imported.
  namespace jest {
    interface Matchers<R, T> extends TraceMatchers<R> {}
  }
}

function look(received: unknown, kind: Place['kind'], what: string, pattern: NamePattern): MatcherResult {
  return lookFor(received, what, (place) => differencesAt(place, pattern), kind);
}

function lookForFlag(
  received: unknown,
  flag: 'error' | 'fault' | 'throttle',
  where: NamePattern | undefined,
): MatcherResult {
  const what = where === undefined ? `the flag ${flag}` : `the flag ${flag} at ${show(where)}`;
  return lookFor(received, what, (place) => [
    ...(where === undefined ? [] : differencesAt(place, where)),
    ...differencesAt(place, { [flag]: true }),
  ]);
}

function lookFor(
  received: unknown,
  what: string,
  test: (place: Place) => readonly Difference[],
  kind?: Place['kind'],
): MatcherResult {
  const roots = rootsOf(received);
  const tried = allBelow(roots)
    .filter((place) => kind === undefined || place.kind === kind)
    .map((place) => ({ place, differences: test(place) }));
  const found = tried.find((miss) => miss.differences.length === 0);
  return {
    pass: found !== undefined,
    message: () =>
      found === undefined
        ? `expected ${what}, but there is none in\n\n${drawTrace(roots)}\n${nearest(tried)}`
        : `expected not ${what}, but '${found.place.entity.name}' is so in\n\n${drawTrace(roots)}\n`,
  };
}

/** The places of which the name is right say best what is wrong. */
function nearest(misses: readonly Miss[]): string {
  const named = misses.filter((miss) => miss.differences.every(({ path }) => path !== 'name'));
  const [best] = [...named].sort((a, b) => a.differences.length - b.differences.length);
  if (best === undefined || best.differences.every(({ found }) => found === undefined)) return '';
  const lines = best.differences.map(
    ({ path, found, wanted: pattern }) => `    ${path}: ${show(found)}, not ${show(pattern)}`,
  );
  return `\n  nearest is '${best.place.entity.name}':\n${lines.join('\n')}\n`;
}

function wanted(what: string, value: ValuePattern): string {
  return value === undefined ? what : `${what} with the value ${show(value)}`;
}

function memberDifferences(
  members: unknown,
  key: string,
  value: ValuePattern,
  path: string,
): readonly Difference[] {
  const at = `${path}.${key}`;
  if (typeof members !== 'object' || members === null || !Object.hasOwn(members, key))
    return [{ path: at, found: undefined, wanted: value }];
  return value === undefined ? [] : differences((members as Record<string, unknown>)[key], value, at);
}
