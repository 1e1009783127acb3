import { compileFilter, type Filter, renderDiagnostic } from '@radiograph/filter';
import { StoreError } from '../store-error.js';

/** Compiled filters kept: pages of one search, and a live page that asks again and again, compile once. */
const REMEMBERED = 100;

const NO_GROUPS: ReadonlyMap<string, string> = new Map();

const compiled = new Map<string, Filter>();

/**
 * Compiles a filter expression.
 *
 * @returns undefined when there is none, so that everything matches
 * @throws StoreError `store/invalid-filter` with every diagnostic in its message
 */
export function filterOf(
  text: string | undefined,
  groups: ReadonlyMap<string, string> = NO_GROUPS,
): Filter | undefined {
  if (text === undefined || text.trim() === '') return undefined;
  const key = groups.size === 0 ? text : JSON.stringify([text, ...groups]);
  const known = compiled.get(key);
  if (known !== undefined) return known;
  const result = compileFilter(text, { groups });
  if (!result.ok) {
    const reasons = result.diagnostics.map((diagnostic) => renderDiagnostic(text, diagnostic));
    throw new StoreError('store/invalid-filter', reasons.join('\n\n'));
  }
  if (compiled.size >= REMEMBERED) compiled.clear();
  compiled.set(key, result.filter);
  return result.filter;
}
