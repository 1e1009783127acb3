import { AsyncLocalStorage } from 'node:async_hooks';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';

/** What is called, or who calls: the five kinds of work that contenders are measured with. */
export const kinds = ['http', 'fetch', 'dynamodb', 'incoming', 'express'] as const;

/** One of them. */
export type Kind = (typeof kinds)[number];

/** A middleware of Express. */
export type Middleware = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

/**
 * A way to trace an application. What hooks itself into Node or a library does so when it is made, before the application
 * loads the library, as its documentation has it.
 */
export interface Tracing {
  /** Runs work as one request: in a segment, or a root span. */
  request(work: () => Promise<void>): Promise<void>;
  /** Has a client of the AWS SDK traced. */
  aws<Client extends object>(client: Client): Client;
  /** Has the requests of a server traced. */
  listener(listener: RequestListener): RequestListener;
  /** What an Express application uses first; `undefined` where it needs nothing. */
  readonly express: Middleware | undefined;
  /** Settles when everything has been handed to the system. */
  finish(): Promise<void>;
}

/** The library alone. */
export const bare: Tracing = {
  request: (work) => work(),
  aws: (client) => client,
  listener: (listener) => listener,
  express: undefined,
  finish: async () => {},
};

/** What nobody does without who tells which request a call belongs to: each request in one run of a storage. */
export function storage(): Tracing {
  const current = new AsyncLocalStorage<object>();
  return {
    ...bare,
    request: (work) => current.run({}, work),
    listener: (listener) => (request, response) => current.run({}, listener, request, response as never),
    express: (_request, _response, next) => current.run({}, next),
  };
}
