import type { Logger } from '../logger.js';
import { otlpPath, refuseOtlp } from '../otlp/answer-otlp.js';
import type { ServiceError } from '../service-error.js';
import type { Exchange } from './exchange.js';
import { lingerOver } from './linger.js';
import { logRefusal } from './log-refusal.js';
import { refusalOf, toServiceError } from './refusals.js';

const ownApi = '/radiograph/v1/';

/** Answers with what a handler threw: in the own API's shape under its paths, else in X-Ray's. */
export function answerError(exchange: Exchange, thrown: unknown, logger: Logger): Response {
  const error = toServiceError(thrown);
  const { status, xrayType } = refusalOf(error.code);
  logRefusal(exchange, error, status, logger);
  lingerOver(exchange.env.incoming);
  if (status === 413) exchange.header('Connection', 'close');
  if (status === 429) exchange.header('Retry-After', '1');
  if (exchange.req.path === otlpPath) return refuseOtlp(exchange, error, status);
  if (exchange.req.path.startsWith(ownApi)) return exchange.json(ownBody(error), status);
  exchange.header('x-amzn-ErrorType', xrayType);
  const resource = error.resourceName === undefined ? {} : { ResourceName: error.resourceName };
  return exchange.json({ Message: error.detail, __type: xrayType, ...resource }, status);
}

function ownBody({ code, detail, diagnostics }: ServiceError): object {
  return { code, message: detail, ...(diagnostics === undefined ? {} : { diagnostics }) };
}
