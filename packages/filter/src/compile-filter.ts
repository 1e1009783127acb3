import type { TraceRecord } from '@radiograph/trace';
import { check } from './checker.js';
import { type Diagnostic, DiagnosticList } from './diagnostic.js';
import type { Expression } from './expression.js';
import { GroupExpansion } from './group-expansion.js';
import { parse } from './parser.js';
import { tracePredicate } from './predicate.js';

/** A filter expression that is ready for use. */
export interface Filter {
  readonly text: string;
  /** The checked tree. Undefined: the text is empty, and every trace matches. */
  readonly expression: Expression | undefined;
  matches(record: TraceRecord): boolean;
}

/** What an expression may refer to. */
export interface FilterOptions {
  /**
   * The filter expression of each group, by its name and by its ARN; an empty one means all traces. An expression may refer to other groups.
   * `Default` need not be given: it is the group of all traces.
   */
  readonly groups?: ReadonlyMap<string, string>;
}

/** A filter, or everything that is wrong with the text, in its order. */
export type Compilation =
  | { readonly ok: true; readonly filter: Filter }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/**
 * Compiles a filter expression of X-Ray's language into a test of trace records.
 *
 * Never throws. Time is linear in the text; nesting beyond {@link MAX_DEPTH} levels is refused, and at most {@link MAX_DIAGNOSTICS} diagnostics come back.
 *
 * @example
 * const compiled = compileFilter('service("orders") { fault } AND annotation.tier = "gold"');
 * if (compiled.ok) records.filter((record) => compiled.filter.matches(record));
 * else for (const diagnostic of compiled.diagnostics) console.error(renderDiagnostic(text, diagnostic));
 */
export function compileFilter(text: string, options: FilterOptions = {}): Compilation {
  const diagnostics = new DiagnosticList();
  const expression = parse(text, diagnostics, new GroupExpansion(options.groups));
  if (expression !== undefined) check(expression, diagnostics);
  if (!diagnostics.empty) return { ok: false, diagnostics: diagnostics.sorted() };
  const matches = expression === undefined ? (): boolean => true : tracePredicate(expression);
  return { ok: true, filter: { text, expression, matches } };
}
