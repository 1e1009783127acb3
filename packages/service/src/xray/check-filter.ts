import { ServiceError } from '../service-error.js';

/** The longest filter expression, in characters: compiling happens on the thread that serves. */
const maxFilterCharacters = 10_000;

/**
 * Refuses a filter expression that is too long to be compiled.
 *
 * @throws ServiceError `service/invalid-filter`
 */
export function checkFilter(text: string): void {
  if (text.length > maxFilterCharacters) {
    throw new ServiceError(
      'service/invalid-filter',
      `FilterExpression has ${text.length} characters; write at most ${maxFilterCharacters}.`,
    );
  }
}
