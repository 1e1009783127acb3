import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { DATAGRAMS_HEADER } from '@radiograph/protocol';

/** Headers that belong to one connection and are not passed on. Source: RFC 9110, 7.6.1. */
const OF_THE_CONNECTION: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** Headers of a request that the daemon writes itself. */
const WRITTEN_ANEW: ReadonlySet<string> = new Set([
  'authorization',
  'content-length',
  'expect',
  'host',
  'x-amz-content-sha256',
  'x-amz-date',
  'x-amz-security-token',
]);

/** The headers of a client's request that are passed on. */
export function requestHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const named = new Set((headers.connection ?? '').toLowerCase().split(/\s*,\s*/));
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => {
      if (value === undefined || OF_THE_CONNECTION.has(name) || WRITTEN_ANEW.has(name) || named.has(name))
        return [];
      return [[name, Array.isArray(value) ? value.join(', ') : value]];
    }),
  );
}

/** The headers of an answer that are passed on; which datagrams are taken here is for the daemon to say. */
export function answerHeaders(headers: IncomingHttpHeaders): Record<string, string | string[]> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined || OF_THE_CONNECTION.has(name) || name === DATAGRAMS_HEADER ? [] : [[name, value]],
    ),
  );
}

/**
 * Reads a body whole; undefined when it is larger than allowed, and the rest is then read and thrown away. Rejects when it breaks off.
 */
export function readBody(message: IncomingMessage, mostBytes: number): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let bytes = 0;
    const take = (part: Buffer): void => {
      bytes += part.length;
      if (bytes <= mostBytes) return void parts.push(part);
      // Left where it is, the rest would be taken for the beginning of the next request, which would never be answered.
      message.off('data', take).resume();
      resolve(undefined);
    };
    message.on('data', take);
    message.on('end', () => resolve(parts.length === 1 ? parts[0] : Buffer.concat(parts)));
    message.on('error', reject);
    message.on('close', () => {
      // An error takes its time to make, and this one would mostly be told to nobody.
      if (!message.readableEnded) reject(new Error('it broke off'));
    });
  });
}

/** Answers with an error in X-Ray's shape. */
export function answerError(response: ServerResponse, status: number, type: string, message: string): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const body = JSON.stringify({ __type: type, message });
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'x-amzn-errortype': type,
  });
  response.end(body);
}
