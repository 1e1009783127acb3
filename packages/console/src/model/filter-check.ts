import { compileFilter, type Diagnostic } from '@radiograph/filter';

/** What is wrong with a filter, as far as the page can tell: which groups there are, only the service knows for sure. */
export function filterDiagnostics(text: string): readonly Diagnostic[] {
  const compiled = compileFilter(text);
  return compiled.ok ? [] : compiled.diagnostics.filter(({ code }) => code !== 'filter/unknown-group');
}
