import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { type Logger, silentLogger } from '../logger.js';
import { ServiceError, type ServiceErrorCode } from '../service-error.js';
import { answerBrokenRequest, refuseBrokenRequests } from './broken-requests.js';
import { Connections } from './connections.js';

/** How long clients may take. */
export interface Timeouts {
  /** A request must be complete within this time, or it is answered 408 and its connection closed. */
  readonly requestMs: number;
  /** The same for its headers. */
  readonly headersMs: number;
  /** A connection on which nothing has moved for this long is closed: its client has stopped reading. */
  readonly stalledMs: number;
  /** How often it is looked whether a request is late. */
  readonly lookMs: number;
}

const usualTimeouts: Timeouts = { requestMs: 60_000, headersMs: 15_000, stalledMs: 120_000, lookMs: 5000 };
/** Longer than SDKs keep idle connections, so that they close first and never write into a closing one. */
const keepAliveTimeoutMs = 65_000;
/** How long requests in flight may take to finish once the server closes. */
const closeDeadlineMs = 5000;

/** What else a server may be told. */
export interface ServerOptions {
  readonly timeouts?: Timeouts;
  readonly logger?: Logger;
}

/** An HTTP server that listens. */
export interface OpenServer {
  readonly url: string;
  readonly address: AddressInfo;
  close(): Promise<void>;
}

type Fetch = Parameters<typeof getRequestListener>[0];

/**
 * Listens on an address and answers requests with `fetch`.
 *
 * @throws ServiceError `service/address-in-use`, `service/address-unavailable`, `service/address-forbidden`
 */
export async function openServer(
  fetch: Fetch,
  host: string,
  port: number,
  { timeouts = usualTimeouts, logger = silentLogger }: ServerOptions = {},
): Promise<OpenServer> {
  const server = createServer(
    {
      requestTimeout: timeouts.requestMs,
      headersTimeout: timeouts.headersMs,
      connectionsCheckingInterval: timeouts.lookMs,
      keepAliveTimeout: keepAliveTimeoutMs,
    },
    getRequestListener(fetch, {
      overrideGlobalObjects: false,
      errorHandler: (error) => answerBrokenRequest(error, logger),
    }),
  );
  server.setTimeout(timeouts.stalledMs);
  refuseBrokenRequests(server, logger);
  const connections = new Connections(server);
  await listen(server, host, port);
  const address = addressOf(server);
  return { url: urlOf(address), address, close: () => closeGracefully(server, connections) };
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException): void => reject(listenError(error, host, port));
    server.once('error', onError);
    server.listen({ host, port }, () => {
      server.off('error', onError);
      resolve();
    });
  });
}

function listenError(error: NodeJS.ErrnoException, host: string, port: number): ServiceError {
  const [code, detail] = listenFault(error, host, port);
  return new ServiceError(code, detail, { cause: error });
}

function listenFault(
  error: NodeJS.ErrnoException,
  host: string,
  port: number,
): readonly [ServiceErrorCode, string] {
  switch (error.code) {
    case 'EADDRINUSE':
      return [
        'service/address-in-use',
        `TCP port ${port} on ${host} is taken by another program; stop it, or choose another port.`,
      ];
    case 'EACCES':
      return [
        'service/address-forbidden',
        `Listening on TCP port ${port} of ${host} is not permitted; choose a port above 1023.`,
      ];
    default:
      return [
        'service/address-unavailable',
        `Cannot listen on TCP port ${port} of ${host}: ${error.message}.`,
      ];
  }
}

function addressOf(server: Server): AddressInfo {
  const address = server.address();
  if (address === null || typeof address === 'string')
    throw new TypeError('the server does not listen on TCP');
  return address;
}

/** A browser cannot open the wildcard address, so its url names the loopback. */
function urlOf({ address, family, port }: AddressInfo): string {
  if (family === 'IPv6') return `http://[${address === '::' ? '::1' : address}]:${port}`;
  return `http://${address === '0.0.0.0' ? '127.0.0.1' : address}:${port}`;
}

function closeGracefully(server: Server, connections: Connections): Promise<void> {
  return new Promise((resolve) => {
    const deadline = setTimeout(() => server.closeAllConnections(), closeDeadlineMs);
    server.close(() => {
      clearTimeout(deadline);
      resolve();
    });
    connections.end();
  });
}
