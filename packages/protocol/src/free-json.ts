import { Flaw } from './flaw.js';
import { limits } from './limits.js';
import {
  cleanElements,
  cleanMembers,
  isObject,
  type MemberRules,
  type Members,
  strip,
} from './member-cleaning.js';

/** Keys through which a careless merge of a document would change every object of the process: stripped everywhere. */
export const UNSAFE_KEYS: MemberRules = new Map([
  ['__proto__', strip],
  ['constructor', strip],
]);

/**
 * Cleans JSON whose members are the writer's own: everything is kept but {@link UNSAFE_KEYS}.
 * Nesting beyond the limit refuses the document.
 */
function cleanFreeJson(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= limits.nestingDepth) return tooDeep();
  if (Array.isArray(value)) return cleanElements(value, cleanFreeJson, depth + 1, false);
  return cleanMembers(value as Members, UNSAFE_KEYS, cleanFreeJson, depth + 1, false);
}

/** The rule of a value that may be any JSON; its levels are counted from here. */
export function freeValue(value: unknown): unknown {
  return typeof value === 'object' ? cleanFreeJson(value, 0) : value;
}

/** The rule of a value that must be an object and may hold anything. */
export function freeObject(value: unknown): unknown {
  return isObject(value) ? cleanFreeJson(value, 0) : undefined;
}

/** The flaw of what is nested beyond the limit. */
export function tooDeep(): Flaw {
  return new Flaw(
    'InvalidSegment',
    '',
    `is nested deeper than ${limits.nestingDepth} levels; send it flatter`,
  );
}
