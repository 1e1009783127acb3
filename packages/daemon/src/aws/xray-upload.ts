import { ExchangeError } from '../proxy/exchange.js';
import { BlockPool } from '../relay/block-pool.js';
import type { UnprocessedDocument, Upload, UploadAnswer } from '../relay/upload.js';
import { classifyFailure } from './classify-failure.js';
import { postTo } from './post.js';
import type { Posted } from './post-connections.js';
import { putSegmentsBody } from './put-segments-body.js';
import type { Upstream } from './upstream.js';

const LARGEST_ANSWER = 4 * 1024 * 1024;

/**
 * Hands batches over by PutTraceSegments. Documents are passed on as text, whatever they hold.
 *
 * Credentials and signatures are those of AWS's libraries; the request is made here, since their client takes as long for one as everything else
 * does together (docs/decisions/0015-batches-go-without-the-client.md).
 */
export function uploadTo(upstream: Upstream): Upload {
  const pool = new BlockPool();
  const post = postTo(upstream, '/TraceSegments', LARGEST_ANSWER);
  return async (documents, signal) => {
    try {
      const body = putSegmentsBody(documents, pool);
      const headers = {
        'content-type': 'application/json',
        'user-agent': upstream.userAgent,
        'x-amzn-xray-timestamp': (Date.now() / 1000).toFixed(9),
      };
      const answer = await post(body, headers, signal);
      // What was answered before it had left may still be read from.
      if (answer.isSent) pool.give(body);
      return readAnswer(answer);
    } catch (error) {
      return classifyFailure(error instanceof ExchangeError ? causeOf(error) : error);
    }
  };
}

function readAnswer({ status, headers, body }: Posted): UploadAnswer {
  const $metadata = { httpStatusCode: status };
  const fields = parse(body);
  if (status === 200 && fields !== undefined) {
    const { UnprocessedTraceSegments: list } = fields;
    return { kind: 'taken', unprocessed: Array.isArray(list) ? list.map(readUnprocessed) : [] };
  }
  if (fields === undefined && status < 400)
    return classifyFailure({ name: 'SyntaxError', message: startOf(body), $metadata });
  const { message, Message = message } = fields ?? {};
  return classifyFailure({
    name: errorName(headers['x-amzn-errortype'] ?? fields?.['__type']),
    message: Message ?? startOf(body),
    $metadata,
    $response: { headers },
  });
}

type Fields = Readonly<Record<string, unknown>>;

/** Undefined for what is no JSON object. */
function parse(body: Buffer | undefined): Fields | undefined {
  try {
    const value: unknown = JSON.parse((body ?? '').toString());
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Fields)
      : undefined;
  } catch {
    return undefined;
  }
}

function startOf(body: Buffer | undefined): string {
  return JSON.stringify((body ?? '').toString('utf8', 0, 100));
}

/** `Name`, `Name:http://…` or `namespace#Name`. Source: the REST-JSON protocol of AWS. */
function errorName(written: unknown): string {
  const [name = ''] = String(written ?? 'UnknownError').split(':', 1);
  return name.slice(name.indexOf('#') + 1);
}

function readUnprocessed(item: unknown): UnprocessedDocument {
  const { Id, ErrorCode, Message } = (typeof item === 'object' && item !== null ? item : {}) as Fields;
  return {
    id: typeof Id === 'string' ? Id : undefined,
    code: typeof ErrorCode === 'string' ? ErrorCode : 'unknown',
    message: typeof Message === 'string' ? Message : '',
  };
}

/** What `classifyFailure` knows an error by: the system's code, where there is one. */
function causeOf(error: ExchangeError): object {
  const { status, message, cause } = error;
  const { code, name } = (cause ?? {}) as { code?: unknown; name?: unknown };
  return {
    name: status === 504 ? 'TimeoutError' : (name ?? error.name),
    code: status === 504 ? 'ETIMEDOUT' : code,
    message,
  };
}
