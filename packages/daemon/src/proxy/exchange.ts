import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Upstream } from '../aws/upstream.js';

/** A request to pass on. */
export interface PassedRequest {
  readonly method: string;
  /** Path and query, as the client wrote them. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** Why nothing came back: a status for the client and a sentence that says why. */
export class ExchangeError extends Error {
  override readonly name = 'ExchangeError';
  readonly status: 502 | 504;

  constructor(status: 502 | 504, message: string, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
  }
}

/**
 * Signs a request, sends it to the other side and gives the answer as soon as its headers are there; its body streams.
 *
 * @throws ExchangeError
 */
export async function exchange(
  upstream: Upstream,
  { method, target, headers, body }: PassedRequest,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const url = urlOf(upstream.url, target);
  const signed = await upstream.sign({ method, url, headers, body }).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message.split('\n', 1)[0] : String(error);
    throw new ExchangeError(502, `the request could not be signed: ${reason}`, { cause: error });
  });
  const length =
    body.length > 0 || method === 'POST' || method === 'PUT' ? { 'content-length': String(body.length) } : {};
  const { httpAgent, httpsAgent } = upstream.outbound;
  const options = { method, headers: { ...signed, ...length }, signal };
  const sent =
    url.protocol === 'https:'
      ? httpsRequest(url, { ...options, agent: httpsAgent })
      : httpRequest(url, { ...options, agent: httpAgent });
  return answerTo(sent, body, upstream);
}

function answerTo(
  sent: ClientRequest,
  body: Uint8Array,
  { url, timeoutMs, clock }: Upstream,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const overdue = setTimeout(() => {
      reject(new ExchangeError(504, `${url.origin} did not answer within ${timeoutMs} ms`));
      sent.destroy();
    }, timeoutMs);
    sent.on('response', (answer) => {
      clearTimeout(overdue);
      clock.learn(answer.statusCode ?? 0, answer.headers.date);
      answer.setTimeout(timeoutMs, () => answer.destroy(new Error('the answer has stopped')));
      resolve(answer);
    });
    sent.on('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(overdue);
      reject(
        new ExchangeError(502, `${url.origin} could not be reached: ${error.code ?? error.message}`, {
          cause: error,
        }),
      );
    });
    sent.end(body);
  });
}

/** The other side's address with the client's path; whatever the client writes, the host stays. */
function urlOf(base: URL, target: string): URL {
  const url = new URL(base);
  const { pathname, search } = new URL(
    target.startsWith('/') ? `http://client${target}` : target,
    'http://client',
  );
  url.pathname = base.pathname.replace(/\/$/, '') + pathname;
  url.search = search;
  return url;
}
