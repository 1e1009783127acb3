import { type AnnotationValue, limits } from '@radiograph/protocol';
import { cutText } from './text.js';

const KEY = /^[\w.]{1,500}$/;
const FORBIDDEN = /[^\w.]/g;

/** The keys that were found right, so that the usual ones are looked at once. */
const plainKeys: Set<string> = new Set();
const MAX_PLAIN_KEYS = 1000;

/** Whether an annotation can be taken as it is. */
export function isPlainAnnotation(key: unknown, value: unknown): boolean {
  switch (typeof value) {
    case 'string':
      return value.length <= limits.annotationValueCharacters && isPlainKey(key);
    case 'number':
      return Number.isFinite(value) && isPlainKey(key);
    default:
      return typeof value === 'boolean' && isPlainKey(key);
  }
}

function isPlainKey(key: unknown): boolean {
  if (plainKeys.has(key as string)) return true;
  if (typeof key !== 'string' || key === '__proto__' || !KEY.test(key)) return false;
  if (plainKeys.size < MAX_PLAIN_KEYS) plainKeys.add(key);
  return true;
}

/** An annotation as X-Ray takes it, with what had to be repaired; or why it cannot be taken. */
export type CheckedAnnotation =
  | { readonly key: string; readonly value: AnnotationValue; readonly repaired?: string }
  | { readonly refused: string };

/**
 * Holds an annotation to X-Ray's rules: keys of letters, digits, `_` and `.` (other characters become `_`), values that
 * are strings of at most 1,000 characters, finite numbers or booleans.
 */
export function checkAnnotation(key: unknown, value: unknown): CheckedAnnotation {
  if (typeof key !== 'string' || key === '' || key === '__proto__')
    return { refused: 'its key is not usable' };
  if (typeof value === 'string') return checkText(key, value);
  if (typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value)))
    return checkKey(key, value);
  return {
    refused: `its value is ${typeof value === 'number' ? value : `of type ${typeof value}`}; give a string, a finite number or a boolean`,
  };
}

function checkText(key: string, value: string): CheckedAnnotation {
  if (value.length <= limits.annotationValueCharacters) return checkKey(key, value);
  const cut = cutText(value, limits.annotationValueCharacters);
  return {
    ...checkKey(key, cut),
    repaired: `its value was cut to ${limits.annotationValueCharacters} characters`,
  };
}

function checkKey(
  key: string,
  value: AnnotationValue,
): { key: string; value: AnnotationValue; repaired?: string } {
  if (KEY.test(key)) return { key, value };
  const repaired = key.slice(0, limits.annotationKeyCharacters).replace(FORBIDDEN, '_');
  return {
    key: repaired,
    value,
    repaired: `its key was changed to '${repaired}', as X-Ray takes letters, digits, '_' and '.'`,
  };
}
