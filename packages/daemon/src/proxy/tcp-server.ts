import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DaemonError } from '../daemon-error.js';
import type { DaemonStatus } from '../health/daemon-status.js';
import { metricsText } from '../health/metrics.js';
import { answerError } from './http-message.js';

/** What the daemon's TCP side is started with. */
export interface TcpServerOptions {
  /** Empty for every address of the machine. */
  readonly host: string;
  readonly port: number;
  readonly status: () => DaemonStatus;
  /** Answers everything that the daemon does not answer itself. Never rejects. */
  readonly pass: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  /** Takes documents; undefined, which is asked for each time, where they are passed on like everything else. */
  readonly take: () => ((request: IncomingMessage, response: ServerResponse) => Promise<void>) | undefined;
}

/** The daemon's TCP side. */
export interface TcpServer {
  readonly address: AddressInfo;
  /** Takes no more requests, lets those under way end for at most `withinMs`. */
  close(withinMs: number): Promise<void>;
}

/**
 * Listens by TCP: `GET /health` and `GET /metrics` are the daemon's own, documents may be, everything else is passed on.
 *
 * @throws DaemonError `daemon/port-taken`, `daemon/address-unavailable`, `daemon/not-permitted`, `daemon/socket-failed`
 */
export async function startTcpServer({
  host,
  port,
  status,
  pass,
  take,
}: TcpServerOptions): Promise<TcpServer> {
  const server = createServer((request, response) => {
    const path = request.method === 'GET' ? request.url?.split('?', 1)[0] : undefined;
    if (path === '/health') answer(response, 'application/json', `${JSON.stringify(status(), null, 2)}\n`);
    else if (path === '/metrics')
      answer(response, 'text/plain; version=0.0.4; charset=utf-8', metricsText(status()));
    else {
      const isDocuments = request.method === 'POST' && request.url === '/TraceSegments';
      void ((isDocuments && take()) || pass)(request, response);
    }
  });
  // An application that sends half a request must not hold a connection for ever; AWS's proxy cuts idle ones after 30 s as well.
  server.requestTimeout = 30_000;
  server.keepAliveTimeout = 30_000;
  server.on('clientError', (_error, socket) => socket.destroy());
  server.on('upgrade', (_request, socket) => socket.destroy());
  server.on('connect', (_request, socket) => socket.destroy());
  server.on('dropRequest', (_request, socket) => socket.destroy());
  server.on('checkExpectation', (_request, response) =>
    answerError(response, 417, 'ExpectationFailed', 'Expect: 100-continue only'),
  );
  await listen(server, host, port);
  return { address: server.address() as AddressInfo, close: (withinMs) => close(server, withinMs) };
}

function answer(response: ServerResponse, type: string, body: string): void {
  response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store' });
  response.end(body);
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(listenError(error, `${host}:${port}`)));
    // Without a host Node takes every address of IPv6 and IPv4, or of IPv4 alone where there is no other.
    server.listen({ port, ...(host !== '' && { host }) }, resolve);
  });
}

function listenError({ code, message }: NodeJS.ErrnoException, where: string): DaemonError {
  if (code === 'EADDRINUSE') return new DaemonError('daemon/port-taken', `TCP ${where} is taken`);
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return new DaemonError('daemon/address-unavailable', `this machine has no address to bind TCP ${where}`);
  if (code === 'EACCES')
    return new DaemonError('daemon/not-permitted', `binding TCP ${where} is not permitted`);
  return new DaemonError('daemon/socket-failed', `TCP ${where} could not be bound: ${message}`);
}

async function close(server: Server, withinMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const cut = setTimeout(() => server.closeAllConnections(), withinMs);
  await closed;
  clearTimeout(cut);
}
