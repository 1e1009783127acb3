import type { createServer, RequestListener, Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import type { Kind, Middleware, Tracing } from './tracing.js';

// Instrumentations of OpenTelemetry see what is loaded by `require`; so do all here.
const require = createRequire(import.meta.url);

/** So many calls make one request. */
const CALLS_A_REQUEST = 10;
/** So many requests are worked on at a time. */
const CONCURRENCY = 10;
const ANSWER = JSON.stringify({ id: 42, items: [{ sku: 'a-1', count: 2 }], currency: 'EUR' });

/** What a contender does: it makes calls when asked to, or serves on a port. */
export interface Work {
  /** Makes so many calls. */
  call(count: number): Promise<void>;
  readonly port: number;
}

/** Loads what a kind of work needs, and makes it ready. */
export async function makeWork(kind: Kind, tracing: Tracing, target: number): Promise<Work> {
  switch (kind) {
    case 'http':
      return { call: inRequests(tracing, httpCall(target)), port: 0 };
    case 'fetch':
      return { call: inRequests(tracing, fetchCall(target)), port: 0 };
    case 'dynamodb':
      return { call: inRequests(tracing, dynamoCall(tracing, target)), port: 0 };
    case 'incoming':
      return serve(tracing.listener(answer));
    case 'express':
      return serve(expressApplication(tracing));
  }
}

function inRequests(tracing: Tracing, call: () => Promise<void>): Work['call'] {
  const request = async (): Promise<void> => {
    for (let i = 0; i < CALLS_A_REQUEST; i++) await call();
  };
  return async (count) => {
    let left = count / CALLS_A_REQUEST;
    const worker = async (): Promise<void> => {
      while (left-- > 0) await tracing.request(request);
    };
    await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  };
}

function httpCall(port: number): () => Promise<void> {
  const { Agent, get } = require('node:http') as typeof import('node:http');
  const agent = new Agent({ keepAlive: true });
  return () =>
    new Promise((resolve, reject) => {
      // New ones each time: AWS's SDK writes its header into the caller's, and takes one found there for a call that is recorded already.
      const options = {
        agent,
        port,
        host: '127.0.0.1',
        path: '/items/42?page=1',
        headers: { accept: '*/*' },
      };
      get(options, (response) => response.on('end', resolve).resume()).on('error', reject);
    });
}

function fetchCall(port: number): () => Promise<void> {
  const url = `http://127.0.0.1:${port}/items/42?page=1`;
  return async () => {
    await (await fetch(url)).text();
  };
}

function dynamoCall(tracing: Tracing, port: number): () => Promise<void> {
  const { DynamoDBClient, GetItemCommand } =
    require('@aws-sdk/client-dynamodb') as typeof import('@aws-sdk/client-dynamodb');
  const client = tracing.aws(
    new DynamoDBClient({
      endpoint: `http://127.0.0.1:${port}`,
      region: 'eu-central-1',
      credentials: { accessKeyId: 'bench', secretAccessKey: 'bench' },
    }),
  );
  return async () => {
    await client.send(new GetItemCommand({ TableName: 'carts', Key: { id: { S: '42' } } }));
  };
}

const answer: RequestListener = (_request, response) => {
  response.setHeader('content-type', 'application/json');
  response.end(ANSWER);
};

interface Application extends RequestListener {
  use(middleware: Middleware): void;
  get(path: string, listener: RequestListener): void;
}

function expressApplication(tracing: Tracing): RequestListener {
  const application = (require('express') as () => Application)();
  if (tracing.express !== undefined) application.use(tracing.express);
  application.get('/items/:id', answer);
  return application;
}

async function serve(listener: RequestListener): Promise<Work> {
  const { createServer: create } = require('node:http') as { createServer: typeof createServer };
  const server: Server = create(listener).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return { call: async () => {}, port: (server.address() as AddressInfo).port };
}
