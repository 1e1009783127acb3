import { DATAGRAMS_HEADER, isAskedDirectly, PACKED_DATAGRAMS } from '@radiograph/protocol';
import type { Gate } from '../access/gate.js';
import type { BodyBudget } from '../http/body-budget.js';
import type { Exchange } from '../http/exchange.js';
import { parseJsonObject } from '../http/parse-json.js';
import { withBody } from '../http/read-body.js';
import { sendPieces } from '../http/send-pieces.js';
import type { Logger } from '../logger.js';
import { ServiceError } from '../service-error.js';
import type { Answer, XrayParts } from './operation.js';
import { operations } from './operations.js';

/** Makes the handler of every `POST` outside the own API: the X-Ray operation that the path names. */
export function answerOperation(
  parts: XrayParts,
  gate: Gate,
  budget: BodyBudget,
  logger: Logger,
): (exchange: Exchange) => Promise<Response> {
  return async (exchange) => {
    const { path } = exchange.req;
    const operation = operations.get(path);
    if (operation === undefined) {
      throw new ServiceError(
        'service/unknown-path',
        `There is no X-Ray operation at POST ${path.slice(0, 128)}.`,
      );
    }
    await gate.admit(exchange, operation.right);
    if (
      parts.takesDatagrams &&
      operation.right === 'poll' &&
      isAskedDirectly((name) => exchange.req.header(name))
    )
      exchange.header(DATAGRAMS_HEADER, PACKED_DATAGRAMS);
    const { signal } = exchange.req.raw;
    const answer = await withBody(exchange.env.incoming, operation.maxBodyBytes, budget, (body) =>
      operation.answer(parseJsonObject(body), { ...parts, signal }),
    );
    if (isPieces(answer)) return sendPieces(exchange, answer, logger);
    return exchange.body(JSON.stringify(answer), 200, { 'Content-Type': 'application/json' });
  };
}

function isPieces(answer: Answer): answer is AsyncGenerator<Uint8Array> {
  return Symbol.asyncIterator in answer;
}
