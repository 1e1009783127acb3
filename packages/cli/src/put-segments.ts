import { CliError } from './cli-error.js';

/** A document that the service did not take, in its own words. */
export interface Unprocessed {
  readonly id: string | undefined;
  readonly code: string;
  readonly message: string;
}

const DOCUMENTS_PER_REQUEST = 50;
const CHARACTERS_PER_REQUEST = 4 * 1024 * 1024;
const TIMEOUT_MS = 30_000;

/**
 * Puts documents by PutTraceSegments, request by request, and gives what each request left unprocessed.
 *
 * @throws CliError `cli/unreachable-service`, `cli/unexpected-answer`
 */
export async function* putSegments(
  documents: readonly string[],
  to: URL,
): AsyncGenerator<{ readonly accepted: number; readonly unprocessed: readonly Unprocessed[] }> {
  for (const batch of batches(documents)) {
    const unprocessed = await put(batch, to);
    yield { accepted: batch.length - unprocessed.length, unprocessed };
  }
}

function* batches(documents: readonly string[]): Generator<readonly string[]> {
  let batch: string[] = [];
  let characters = 0;
  for (const document of documents) {
    const full =
      batch.length === DOCUMENTS_PER_REQUEST || characters + document.length > CHARACTERS_PER_REQUEST;
    if (full && batch.length > 0) {
      yield batch;
      batch = [];
      characters = 0;
    }
    batch.push(document);
    characters += document.length;
  }
  if (batch.length > 0) yield batch;
}

async function put(documents: readonly string[], to: URL): Promise<readonly Unprocessed[]> {
  const response = await post(
    new URL('TraceSegments', to),
    JSON.stringify({ TraceSegmentDocuments: documents }),
  );
  const answer = await response.text();
  if (!response.ok)
    throw new CliError(
      'cli/unexpected-answer',
      `${to.href} answered ${response.status}: ${messageIn(answer)}`,
    );
  const list = membersOf(answer)['UnprocessedTraceSegments'];
  if (Array.isArray(list)) return list.map(readUnprocessed);
  throw new CliError(
    'cli/unexpected-answer',
    `${to.href} did not answer as the X-Ray API does; --to takes the URL of a Radiograph`,
  );
}

async function post(url: URL, body: string): Promise<Response> {
  try {
    const headers = { 'content-type': 'application/json' };
    return await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(TIMEOUT_MS) });
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

function messageIn(answer: string): string {
  const { Message, message } = membersOf(answer);
  const text = Message ?? message;
  return typeof text === 'string' ? text : answer.slice(0, 200);
}

function membersOf(answer: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(answer);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

function readUnprocessed(value: unknown): Unprocessed {
  const { Id, ErrorCode, Message } = (value ?? {}) as {
    Id?: unknown;
    ErrorCode?: unknown;
    Message?: unknown;
  };
  return {
    id: typeof Id === 'string' ? Id : undefined,
    code: String(ErrorCode ?? 'unknown'),
    message: String(Message ?? ''),
  };
}
