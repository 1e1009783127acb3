import { ExchangeError } from '../proxy/exchange.js';
import { Overdue, PostConnections, type Posted } from './post-connections.js';
import { notReached, postThroughAgent } from './post-through-agent.js';
import type { Upstream } from './upstream.js';

/** Posts a signed body to a path of the other side and gives the answer whole. The signal abandons it; rejects then. */
export type Post = (
  body: Uint8Array,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
) => Promise<Posted>;

/** How a body with all its headers gets to the other side. */
export type Carry = (
  headers: Readonly<Record<string, string>>,
  body: Uint8Array,
  signal: AbortSignal,
) => Promise<Posted>;

/** Makes ready to post to a path again and again: nothing is worked out for a request that is the same for all. */
export function postTo(upstream: Upstream, path: string, mostBytes: number): Post {
  const url = new URL(upstream.url);
  url.pathname = url.pathname.replace(/\/$/, '') + path;
  const sign = upstream.signPosts(url);
  const { isProxied } = upstream.outbound;
  const carry = isProxied ? postThroughAgent(upstream, url, mostBytes) : directly(upstream, url, mostBytes);
  return async (body, headers, signal) => {
    const signed = await sign({ headers, body }).catch(failUnsigned);
    signal.throwIfAborted();
    const posted = await carry(signed, body, signal);
    const { date } = posted.headers;
    upstream.clock.learn(posted.status, typeof date === 'string' ? date : undefined);
    return posted;
  };
}

function failUnsigned(error: unknown): never {
  const reason = error instanceof Error ? error.message.split('\n', 1)[0] : String(error);
  throw new ExchangeError(502, `the request could not be signed: ${reason}`, { cause: error });
}

function directly({ outbound, timeoutMs, url: { origin } }: Upstream, url: URL, mostBytes: number): Carry {
  const connections = new PostConnections({ url, timeoutMs, noVerify: outbound.noVerify });
  outbound.onClose(() => connections.close());
  return async (headers, body, signal) => {
    try {
      return await connections.post(headers, body, { signal, mostBytes });
    } catch (error) {
      if (error instanceof Overdue)
        throw new ExchangeError(504, `${origin} did not answer within ${timeoutMs} ms`);
      if (signal.aborted) throw error;
      throw notReached(origin, error as Error);
    }
  };
}
