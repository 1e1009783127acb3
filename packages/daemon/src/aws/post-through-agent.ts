import { type ClientRequest, request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { ExchangeError } from '../proxy/exchange.js';
import { readBody } from '../proxy/http-message.js';
import type { Carry } from './post.js';
import type { Posted } from './post-connections.js';
import type { Upstream } from './upstream.js';

/** Posts by Node's own client, over the agents of the upstream: these know how to go through a proxy. */
export function postThroughAgent(upstream: Upstream, url: URL, mostBytes: number): Carry {
  const { httpAgent, httpsAgent } = upstream.outbound;
  const isHttps = url.protocol === 'https:';
  const options = {
    method: 'POST',
    host: url.hostname.replace(/^\[|\]$/g, ''),
    ...(url.port !== '' && { port: Number(url.port) }),
    path: url.pathname,
    agent: isHttps ? httpsAgent : httpAgent,
  };
  return (headers, body, signal) => {
    const all = { ...options, headers: { ...headers, 'content-length': String(body.length) } };
    const request = isHttps ? httpsRequest(all) : httpRequest(all);
    return answerTo(request, body, { upstream, mostBytes, signal });
  };
}

interface Terms {
  readonly upstream: Upstream;
  readonly mostBytes: number;
  readonly signal: AbortSignal;
}

function answerTo(request: ClientRequest, body: Uint8Array, terms: Terms): Promise<Posted> {
  const { signal } = terms;
  const { url, timeoutMs } = terms.upstream;
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
      readBody(answer, terms.mostBytes).then(
        (bytes) => end(() => resolve({ status, headers, body: bytes, isSent: request.writableFinished })),
        fail,
      );
    });
    request.on('error', (error: NodeJS.ErrnoException) => fail(notReached(url.origin, error)));
    request.end(body);
  });
}

/** An error for what kept a request from the other side, with the system's word for it. */
export function notReached(origin: string, error: NodeJS.ErrnoException): ExchangeError {
  return new ExchangeError(502, `${origin} could not be reached: ${error.code ?? error.message}`, {
    cause: error,
  });
}
