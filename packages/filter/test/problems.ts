import { expect } from 'vitest';
import { type Compilation, compileFilter } from '../src/compile-filter.js';
import type { Diagnostic } from '../src/diagnostic.js';
import { renderDiagnostic } from '../src/rendering.js';
import { exampleGroups } from './examples.js';

/** Compiles whatever the text is, and sees to it that the answer is usable: a filter, or diagnostics that point into the text. */
export function compiledSoundly(text: string): Compilation {
  const compiled = compileFilter(text, { groups: exampleGroups });
  if (compiled.ok) return compiled;
  expect(compiled.diagnostics.length).toBeGreaterThan(0);
  for (const diagnostic of compiled.diagnostics) checkPlace(text, diagnostic);
  const [first] = compiled.diagnostics;
  if (first && !renderDiagnostic(text, first).includes('^'))
    expect({ text, first }).toBe('a diagnostic that can be drawn');
  return compiled;
}

// One comparison and not five expectations: this runs several hundred thousand times.
function checkPlace(text: string, diagnostic: Diagnostic): void {
  const { start, end, message } = diagnostic;
  const placed =
    0 <= start && start <= end && end <= text.length && message.length > 0 && message.length < 500;
  if (!placed) expect({ text, diagnostic }).toBe('a diagnostic inside the text');
}

/** What is wrong with a text; nothing for a good one. */
export function problemsOf(
  text: string,
  groups: ReadonlyMap<string, string> = exampleGroups,
): readonly Diagnostic[] {
  const compiled = compileFilter(text, { groups });
  return compiled.ok ? [] : compiled.diagnostics;
}
