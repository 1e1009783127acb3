import { randomUUID } from 'node:crypto';
import { type Server, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { RequestError } from '@hono/node-server';
import type { Logger } from '../logger.js';

/** How long a client may take to read why its request was refused, before its connection is cut. */
const lingerMs = 500;

/** Answers, in X-Ray's shape, requests that are not HTTP, are too slow or have headers too large; their connections end. */
export function refuseBrokenRequests(server: Server, logger: Logger): void {
  server.on('clientError', (error: NodeJS.ErrnoException, duplex: Duplex) => {
    const socket = duplex as Socket;
    // Where an answer is under way, or the client is gone, there is nobody to tell.
    if (error.code === 'ECONNRESET' || !socket.writable || socket.bytesWritten > 0) {
      socket.destroy();
      return;
    }
    const [status, message] = brokenRequest(error.code);
    const { remoteAddress } = socket;
    logger.debug({ status, code: error.code, remoteAddress }, 'a request was refused');
    socket.end(rawAnswer(status, message));
    // Cutting at once would let the system throw away an answer that was not read yet.
    setTimeout(() => socket.destroy(), lingerMs).unref();
  });
}

/** Answers requests whose target or `Host` makes no URL, and what failed where nobody else looked. */
export function answerBrokenRequest(error: unknown, logger: Logger): Response {
  const broken = error instanceof RequestError;
  if (broken) logger.debug({ status: 400, code: 'no-url' }, 'a request was refused');
  // The adapter's reason for an abort is a text, which Hono hands on to here.
  else if (typeof error === 'string')
    logger.debug({ reason: error }, 'a client left before its answer was complete');
  else logger.error({ err: error }, 'a request failed');
  const status = broken ? 400 : 500;
  const message = broken ? 'The request target or the Host header is not valid.' : 'The service failed.';
  return new Response(bodyOf(status, message), { status, headers: headersOf(status) });
}

function brokenRequest(code: string | undefined): readonly [status: number, message: string] {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return [408, 'The request took too long to arrive.'];
  if (code === 'HPE_HEADER_OVERFLOW') return [431, 'The headers of the request are too large.'];
  return [400, 'The request is not valid HTTP.'];
}

function rawAnswer(status: number, message: string): string {
  const body = bodyOf(status, message);
  const headers = {
    ...headersOf(status),
    Connection: 'close',
    'Content-Length': String(Buffer.byteLength(body)),
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines.join('')}\r\n${body}`;
}

function headersOf(status: number): Record<string, string> {
  return {
    'Content-Type': 'application/json',
    'x-amzn-RequestId': randomUUID(),
    'x-amzn-ErrorType': errorType(status),
  };
}

function bodyOf(status: number, message: string): string {
  return JSON.stringify({ Message: message, __type: errorType(status) });
}

function errorType(status: number): string {
  return status === 500 ? 'InternalFailure' : 'InvalidRequestException';
}
