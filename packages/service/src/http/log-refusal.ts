import type { Logger } from '../logger.js';
import type { ServiceError } from '../service-error.js';
import type { Exchange } from './exchange.js';
import { isAccessRefusal } from './refusals.js';

/**
 * Writes one line for a request that was not served: `error` where the service failed, `warn` where access was refused, else `debug`.
 * What the client sent stands in none of them but its path, its key's id, and names of hosts: members may hold secrets.
 */
export function logRefusal(exchange: Exchange, error: ServiceError, status: number, logger: Logger): void {
  const fields = {
    requestId: exchange.get('requestId'),
    method: exchange.req.method,
    // Without the query: a presigned URL's signature is in it.
    path: exchange.req.path.slice(0, 256),
  };
  // A client that went away ends the work done for it, which is no failure.
  const failed = status >= 500 && !exchange.req.raw.signal.aborted;
  if (failed) logger.error({ ...fields, err: error.cause ?? error }, 'a request failed');
  else if (isAccessRefusal(error.code))
    logger.warn(auditFields(exchange, error, fields), 'a request was refused');
  else logger.debug({ ...fields, status, code: error.code }, 'a request was refused');
}

function auditFields(exchange: Exchange, { code, detail }: ServiceError, fields: object): object {
  const { remoteAddress } = exchange.env.incoming.socket;
  return { audit: true, ...fields, remoteAddress, keyId: exchange.get('keyId'), code, detail };
}
