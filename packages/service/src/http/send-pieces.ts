import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Logger } from '../logger.js';
import type { Exchange } from './exchange.js';
import { securityHeaders } from './headers.js';

/**
 * Answers with JSON text as it is made, no faster than the client reads. What fails before the first piece is thrown, so that
 * it becomes an error answer; what fails later can only cut the connection, which clients see as an incomplete body.
 */
export async function sendPieces(
  exchange: Exchange,
  pieces: AsyncGenerator<Uint8Array>,
  logger: Logger,
): Promise<Response> {
  const first = await pieces.next();
  const { outgoing } = exchange.env;
  const requestId = exchange.get('requestId');
  outgoing.writeHead(200, {
    ...securityHeaders,
    'Content-Type': 'application/json',
    'x-amzn-RequestId': requestId,
  });
  const text = Readable.from(resumed(first, pieces), { objectMode: false });
  const { signal } = exchange.req.raw;
  pipeline(text, outgoing).catch((error: unknown) => {
    // A client may go away whenever it likes.
    if (signal.aborted) logger.debug({ requestId }, 'a client left before its answer was complete');
    else logger.error({ requestId, err: error }, 'an answer was cut short');
  });
  return RESPONSE_ALREADY_SENT;
}

async function* resumed(
  first: IteratorResult<Uint8Array>,
  rest: AsyncGenerator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  if (first.done !== true) yield first.value;
  yield* rest;
}
