import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { ExchangeError } from '../proxy/exchange.js';
import { readBody } from '../proxy/http-message.js';
import type { Upstream } from './upstream.js';

/** A whole answer. */
export interface PostAnswer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  /** Undefined when it was larger than allowed. */
  readonly body: Buffer | undefined;
  /** All of the request has left; an answer may come before that. */
  readonly isSent: boolean;
}

/** Posts a signed body to a path of the other side and gives the answer whole. The signal abandons it; rejects then. */
export type Post = (
  body: Uint8Array,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
) => Promise<PostAnswer>;

/** Makes ready to post to a path again and again: nothing is worked out for a request that is the same for all. */
export function postTo(upstream: Upstream, path: string, mostBytes: number): Post {
  const url = new URL(upstream.url);
  url.pathname = url.pathname.replace(/\/$/, '') + path;
  const { httpAgent, httpsAgent } = upstream.outbound;
  const isHttps = url.protocol === 'https:';
  const options = {
    method: 'POST',
    host: url.hostname.replace(/^\[|\]$/g, ''),
    ...(url.port !== '' && { port: Number(url.port) }),
    path: url.pathname,
    agent: isHttps ? httpsAgent : httpAgent,
  };
  const sign = upstream.signPosts(url);
  return async (body, headers, signal) => {
    const signed = await sign({ headers, body }).catch(failUnsigned);
    signal.throwIfAborted();
    const all = { ...options, headers: { ...signed, 'content-length': String(body.length) } };
    const request = isHttps ? httpsRequest(all) : httpRequest(all);
    return answerTo(request, body, { upstream, mostBytes, signal });
  };
}

function failUnsigned(error: unknown): never {
  const reason = error instanceof Error ? error.message.split('\n', 1)[0] : String(error);
  throw new ExchangeError(502, `the request could not be signed: ${reason}`, { cause: error });
}

interface Terms {
  readonly upstream: Upstream;
  readonly mostBytes: number;
  readonly signal: AbortSignal;
}

function answerTo(request: ClientRequest, body: Uint8Array, terms: Terms): Promise<PostAnswer> {
  const { signal } = terms;
  const { url, timeoutMs, clock } = terms.upstream;
  return new Promise((resolve, reject) => {
    const end = (settle: () => void): void => {
      clearTimeout(overdue);
      signal.removeEventListener('abort', abandon);
      settle();
    };
    const fail = (error: Error): void => {
      end(() => reject(error));
      request.destroy();
    };
    const abandon = (): void => fail(signal.reason as Error);
    // A side that sends byte after byte must not hold a batch either: the rest may take as long again as the headers, and no longer.
    const overdue = setTimeout(
      () => fail(new ExchangeError(504, `${url.origin} did not answer within ${timeoutMs} ms`)),
      timeoutMs,
    );
    signal.addEventListener('abort', abandon);
    request.on('response', (answer) => {
      const { statusCode: status = 0, headers } = answer;
      overdue.refresh();
      clock.learn(status, headers.date);
      readBody(answer, terms.mostBytes).then(
        (bytes) => end(() => resolve({ status, headers, body: bytes, isSent: request.writableFinished })),
        fail,
      );
    });
    request.on('error', (error: NodeJS.ErrnoException) => fail(notReached(url, error)));
    request.end(body);
  });
}

function notReached(url: URL, error: NodeJS.ErrnoException): ExchangeError {
  return new ExchangeError(502, `${url.origin} could not be reached: ${error.code ?? error.message}`, {
    cause: error,
  });
}
