import type { Exchange } from '../http/exchange.js';
import { ServiceError } from '../service-error.js';
import { operations } from '../xray/operations.js';
import type { ConsoleFile } from './console-files.js';
import { missingConsolePage } from './missing-console-page.js';

/** The console's pages: all are `index.html`, which reads the path itself. */
const pages = /^\/(traces(\/[^/]+)?|exceptions|analytics|sampling|groups)?\/?$/;

/** Makes the handler of every `GET` outside the own API: the console's files, and its page under each of its routes. */
export function serveConsole(files: ReadonlyMap<string, ConsoleFile>): (exchange: Exchange) => Response {
  const page = files.get('/index.html');
  return (exchange) => {
    const { path } = exchange.req;
    const file = files.get(path) ?? (pages.test(path) ? page : undefined);
    if (file !== undefined) return sendFile(exchange, file);
    if (pages.test(path)) return exchange.html(missingConsolePage, 200, { 'Cache-Control': 'no-store' });
    if (operations.has(path)) {
      exchange.header('Allow', 'POST');
      throw new ServiceError('service/wrong-method', `X-Ray operations are sent by POST; send POST ${path}.`);
    }
    return exchange.text('There is nothing at this address.\n', 404);
  };
}

function sendFile(exchange: Exchange, file: ConsoleFile): Response {
  exchange.header('ETag', file.etag);
  exchange.header('Cache-Control', file.immutable ? 'public, max-age=31536000, immutable' : 'no-cache');
  if (matches(exchange.req.header('If-None-Match'), file.etag)) return exchange.body(null, 304);
  exchange.header('Content-Type', file.contentType);
  return exchange.body(file.body);
}

/** A proxy that compresses makes the tag a weak one, so both kinds count. */
function matches(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  return ifNoneMatch.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag || tag.trim() === '*');
}
