import { isUtf8 } from 'node:buffer';
import { ServiceError } from '../service-error.js';

/** Where V8 shows a part of the text: in a body that is wrong it may be a secret. */
const quotation = /, (?:\.{3})?".*"(?:\.{3})? is not valid JSON$/s;

/**
 * Parses the body of a request as a JSON object. An empty body counts as `{}`, and members that are null count as absent,
 * as several AWS SDKs send them.
 *
 * @throws ServiceError `service/invalid-request` where the body is not a JSON object in UTF-8
 */
export function parseJsonObject(body: Buffer): Record<string, unknown> {
  if (body.length === 0) return {};
  if (!isUtf8(body)) throw invalid('The body is not UTF-8; write JSON in UTF-8.');
  const value = parse(body.toString('utf8'));
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw invalid('The body is not a JSON object; write { "Member": value, … }.');
  }
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== null));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(quotation, '') : String(error);
    throw invalid(`The body is not JSON: ${reason}.`);
  }
}

function invalid(detail: string): ServiceError {
  return new ServiceError('service/invalid-request', detail);
}
