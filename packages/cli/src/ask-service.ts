import { CliError } from './cli-error.js';

const TIMEOUT_MS = 30_000;

/** The environment variable with the secret of a key, for services that demand one. */
export const TOKEN_VARIABLE = 'RADIOGRAPH_TOKEN';

/**
 * Sends a request to a service, with the token of the environment where there is one.
 *
 * @throws CliError `cli/unreachable-service`
 */
export async function askService(url: URL, body?: string): Promise<Response> {
  const token = process.env[TOKEN_VARIABLE];
  try {
    return await fetch(url, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        'content-type': 'application/json',
        ...(token !== undefined && token !== '' && { authorization: `Bearer ${token}` }),
      },
      signal: AbortSignal.timeout(TIMEOUT_MS),
      ...(body !== undefined && { body }),
    });
  } catch (cause) {
    throw new CliError(
      'cli/unreachable-service',
      `nothing answers at ${url.origin} (${reasonOf(cause)}); start radiograph there, or name another service with --to`,
      { cause },
    );
  }
}

/** fetch says only that it failed; the reason is in its cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (!(cause instanceof Error)) return error.message;
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.message;
}

/** What a service says of an error: its message, or the beginning of what it sent. */
export function messageIn(answer: string): string {
  const { Message, message } = membersOf(answer);
  const text = Message ?? message;
  return typeof text === 'string' ? text : answer.slice(0, 200);
}

/** The members of a JSON object; none where the text is something else. */
export function membersOf(answer: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(answer);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
