import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { DATAGRAMS_HEADER, isAskedDirectly, PACKED_DATAGRAMS } from '@radiograph/protocol';
import type { Upstream } from '../aws/upstream.js';
import type { Logger } from '../logger.js';
import { ExchangeError, exchange, type PassedRequest } from './exchange.js';
import { answerError, answerHeaders, readBody, requestHeaders } from './http-message.js';
import { type KeptAnswer, RulesCache } from './rules-cache.js';

const LARGEST_REQUEST = 8 * 1024 * 1024;
const LARGEST_RULES = 8 * 1024 * 1024;
const RULES = '/GetSamplingRules';
const TARGETS = '/SamplingTargets';

/**
 * Passes requests on to the other side with the daemon's own credentials, as AWS's daemon does, so that applications need none: whatever
 * the method and the path. The list of sampling rules is answered from memory for a short time.
 */
export class ApiProxy {
  readonly #logger: Logger;
  readonly #rules: RulesCache;
  #upstream: Upstream;

  constructor(upstream: Upstream, rulesCacheMs: number, logger: Logger) {
    this.#upstream = upstream;
    this.#rules = new RulesCache(rulesCacheMs);
    this.#logger = logger;
  }

  /** Leads somewhere else from now on. */
  configure(upstream: Upstream, rulesCacheMs: number): void {
    this.#upstream = upstream;
    this.#rules.keepMs = rulesCacheMs;
    this.#rules.clear();
  }

  /** Answers a request. Never rejects. */
  async pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // A page in a browser on this machine must not be able to use the daemon's credentials; no SDK sends this header.
    if (request.headers.origin !== undefined) {
      answerError(
        response,
        403,
        'AccessDeniedException',
        'the daemon serves no web pages: the request bears an Origin',
      );
      return;
    }
    try {
      const body = await readBody(request, LARGEST_REQUEST);
      if (body === undefined)
        return answerError(
          response,
          413,
          'RequestTooLarge',
          `the body is larger than ${LARGEST_REQUEST} bytes`,
        );
      const { method = 'GET', url: target = '/', headers } = request;
      if ((target === RULES || target === TARGETS) && isAskedDirectly((name) => headers[name]))
        response.setHeader(DATAGRAMS_HEADER, PACKED_DATAGRAMS);
      await this.#forward({ method, target, headers: requestHeaders(headers), body }, response);
    } catch (error) {
      this.#fail(request, response, error);
    }
  }

  async #forward(passed: PassedRequest, response: ServerResponse): Promise<void> {
    const upstream = this.#upstream;
    if (passed.method === 'POST' && passed.target === RULES && this.#rules.keepMs > 0) {
      const kept = await this.#rules.answer(Buffer.from(passed.body).toString(), () =>
        askWhole(upstream, passed),
      );
      response.writeHead(kept.status, { ...kept.headers });
      response.end(kept.body);
      return;
    }
    const left = new AbortController();
    response.once('close', () => left.abort());
    const answer = await exchange(upstream, passed, left.signal);
    response.writeHead(answer.statusCode ?? 502, answerHeaders(answer.headers));
    await pipeline(answer, response);
  }

  #fail({ method, url, aborted }: IncomingMessage, response: ServerResponse, error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    // The client is gone; there is nobody to tell.
    if (aborted || response.destroyed) {
      response.destroy();
      return;
    }
    this.#logger.warn({ method, path: url, error: message }, 'A request to the proxy could not be passed on');
    const status = error instanceof ExchangeError ? error.status : 502;
    answerError(
      response,
      status,
      status === 504 ? 'GatewayTimeout' : 'BadGateway',
      `Radiograph daemon: ${message}`,
    );
  }
}

async function askWhole(upstream: Upstream, passed: PassedRequest): Promise<KeptAnswer> {
  const answer = await exchange(upstream, passed, new AbortController().signal);
  const body = await readBody(answer, LARGEST_RULES).catch(() => {
    throw new ExchangeError(502, `${upstream.url.origin} broke off its answer`);
  });
  if (body === undefined) {
    answer.destroy();
    throw new ExchangeError(502, `${upstream.url.origin} answered with more than rules can be`);
  }
  return { status: answer.statusCode ?? 502, headers: answerHeaders(answer.headers), body };
}
