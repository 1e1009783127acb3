import type { IncomingMessage, ServerResponse } from 'node:http';
import type { IntakeCounters } from '@radiograph/protocol';
import { findIds } from '../document-ids.js';
import { answerError, readBody } from '../proxy/http-message.js';
import type { Sink } from '../sink.js';

const LARGEST_BODY = 16 * 1024 * 1024;
const LARGEST_DOCUMENT = 1024 * 1024;
/** Bodies that are read or with the sink at once, in bytes; beyond it senders are asked to come back. */
const MOST_BYTES = 64 * 1024 * 1024;

/** Takes documents by HTTP, in the form of X-Ray's PutTraceSegments, and hands them to the sink of the datagrams. */
export class HttpIntake {
  readonly #sink: Sink;
  readonly #rejected = new Map<string, number>();
  readonly #dropped = new Map<string, number>();
  #received = 0;
  #stored = 0;
  #bytes = 0;

  constructor(sink: Sink) {
    this.#sink = sink;
  }

  counters(): IntakeCounters {
    return {
      received: this.#received,
      stored: this.#stored,
      rejected: Object.fromEntries(this.#rejected),
      dropped: Object.fromEntries(this.#dropped),
      bufferedBytes: this.#bytes,
      receiveBufferBytes: 0,
    };
  }

  /** Answers a `POST /TraceSegments`. Never rejects. */
  async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.headers.origin !== undefined)
      return answerError(response, 403, 'AccessDeniedException', 'the daemon takes nothing from web pages');
    if (this.#bytes > MOST_BYTES) {
      response.setHeader('retry-after', '1');
      return answerError(response, 429, 'ThrottledException', 'too many documents wait to be handed on');
    }
    let bytes = 0;
    try {
      const body = await readBody(request, LARGEST_BODY);
      if (body === undefined)
        return answerError(response, 413, 'RequestTooLarge', `the body is larger than ${LARGEST_BODY} bytes`);
      bytes = body.length;
      this.#bytes += bytes;
      const documents = documentsOf(body);
      if (documents === undefined)
        return answerError(
          response,
          400,
          'InvalidRequestException',
          'expected {"TraceSegmentDocuments": ["…"]}, each document a text',
        );
      answer(response, await this.#hand(documents));
    } catch (error) {
      answerError(response, 500, 'InternalFailure', error instanceof Error ? error.message : String(error));
    } finally {
      this.#bytes -= bytes;
    }
  }

  async #hand(documents: readonly Uint8Array[]): Promise<readonly Unprocessed[]> {
    this.#received += documents.length;
    const fitting = documents.filter(({ length }) => length <= LARGEST_DOCUMENT);
    const verdicts = await this.#sink.accept(fitting).catch((error: unknown) => {
      increase(this.#dropped, 'sink-failed', documents.length);
      throw error;
    });
    const unprocessed = documents
      .filter(({ length }) => length > LARGEST_DOCUMENT)
      .map((document) =>
        this.#refuse(document, 'SegmentTooLarge', `it has more than ${LARGEST_DOCUMENT} bytes`),
      );
    for (const [index, document] of fitting.entries()) {
      const verdict = verdicts[index];
      if (verdict?.accepted === false)
        unprocessed.push(this.#refuse(document, verdict.code, verdict.message));
      else this.#stored += 1;
    }
    return unprocessed;
  }

  #refuse(document: Uint8Array, code: string, message: string): Unprocessed {
    increase(this.#rejected, code, 1);
    const { id } = findIds(document.subarray(0, LARGEST_DOCUMENT));
    return { ...(id !== undefined && { Id: id }), ErrorCode: code, Message: message };
  }
}

/** Source: `UnprocessedTraceSegments` of PutTraceSegments. */
interface Unprocessed {
  readonly Id?: string;
  readonly ErrorCode: string;
  readonly Message: string;
}

function documentsOf(body: Buffer): readonly Uint8Array[] | undefined {
  try {
    const { TraceSegmentDocuments: texts } = JSON.parse(body.toString()) as {
      TraceSegmentDocuments?: unknown;
    };
    if (!Array.isArray(texts) || !texts.every((text) => typeof text === 'string')) return undefined;
    return texts.map((text) => Buffer.from(text));
  } catch {
    return undefined;
  }
}

function answer(response: ServerResponse, unprocessed: readonly Unprocessed[]): void {
  const body = JSON.stringify({ UnprocessedTraceSegments: unprocessed });
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
  response.end(body);
}

function increase(counts: Map<string, number>, name: string, amount: number): void {
  counts.set(name, (counts.get(name) ?? 0) + amount);
}
