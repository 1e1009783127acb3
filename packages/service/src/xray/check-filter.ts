import { compileFilter, type Diagnostic, renderDiagnostic } from '@radiograph/filter';
import { ServiceError } from '../service-error.js';

/** The longest filter expression, in characters: compiling happens on the thread that serves. */
const maxFilterCharacters = 10_000;
/** A message is for people: it shows no more faults than they can take in. */
const maxShown = 10;

/**
 * Refuses a filter expression that cannot be searched by, with what is wrong and where in the text it is. Without `groups` it may
 * refer to none but `Default`.
 *
 * @throws ServiceError `service/invalid-filter`
 */
export function checkFilter(text: string, groups?: ReadonlyMap<string, string>): void {
  if (text.length > maxFilterCharacters) {
    throw new ServiceError(
      'service/invalid-filter',
      `FilterExpression has ${text.length} characters; write at most ${maxFilterCharacters}.`,
    );
  }
  const compiled = compileFilter(text, groups === undefined ? {} : { groups });
  if (compiled.ok) return;
  const { diagnostics } = compiled;
  throw new ServiceError('service/invalid-filter', messageOf(text, diagnostics), { diagnostics });
}

function messageOf(text: string, diagnostics: readonly Diagnostic[]): string {
  const shown = diagnostics.slice(0, maxShown).map((diagnostic) => renderDiagnostic(text, diagnostic));
  const more = diagnostics.length - shown.length;
  const rest = more > 0 ? [`${more} more problems follow.`] : [];
  return ['FilterExpression is not valid.', ...shown, ...rest].join('\n');
}
