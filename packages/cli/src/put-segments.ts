import { askService, membersOf, messageIn } from './ask-service.js';
import { CliError } from './cli-error.js';

/** A document that the service did not take, in its own words. */
export interface Unprocessed {
  readonly id: string | undefined;
  readonly code: string;
  readonly message: string;
}

const DOCUMENTS_PER_REQUEST = 50;
const CHARACTERS_PER_REQUEST = 4 * 1024 * 1024;

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
  const response = await askService(
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
