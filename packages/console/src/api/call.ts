import { ApiError } from './api-error.js';
import { members, text, type Unknown } from './reading.js';

/**
 * Calls an operation of the X-Ray API on the page's own origin and gives the parsed answer.
 *
 * @throws ApiError unless the service answers 2xx with JSON; an aborted call rejects with the signal's reason
 */
export async function call(path: string, input: object, signal?: AbortSignal): Promise<unknown> {
  const response = await send(path, input, signal);
  const body = await readBody(response, signal);
  if (response.ok) return body;
  const refusal = members(body);
  const message =
    text(refusal['Message']) ??
    text(refusal['message']) ??
    `The service answered ${response.status} to ${path}.`;
  throw new ApiError(isLocked(refusal) ? 'console/logged-out' : 'console/refused', message, response.status);
}

/** Both APIs of the service say in their own way that a request bore no key. */
function isLocked(refusal: Unknown): boolean {
  return (
    refusal['__type'] === 'MissingAuthenticationTokenException' || refusal['code'] === 'service/missing-key'
  );
}

async function send(path: string, input: object, signal: AbortSignal | undefined): Promise<Response> {
  try {
    return await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(input),
      ...(signal && { signal }),
    });
  } catch (error) {
    signal?.throwIfAborted();
    throw new ApiError('console/unreachable', `The service did not answer (${String(error)}).`);
  }
}

async function readBody(response: Response, signal: AbortSignal | undefined): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    signal?.throwIfAborted();
    if (!response.ok) return {};
    throw new ApiError('console/unreadable', 'The service sent an answer that is not JSON.', response.status);
  }
}
