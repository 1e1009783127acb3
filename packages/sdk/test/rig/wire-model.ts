import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { serve } from '../http-server.js';

/** A request as it came over the wire. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** An answer in the shape of a service's model. */
export interface ModelAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** Cuts the connection instead. */
  readonly destroy?: true;
}

/** A server that answers the real client in the wire shape of a service's model; it is not the service. */
export interface WireModel {
  readonly url: string;
  readonly seen: SeenRequest[];
  /** What comes next; the last answer is given again and again. */
  answer(...answers: ModelAnswer[]): void;
  close(): Promise<void>;
}

/** @param protocol the clients of some services, such as Kinesis and Bedrock, speak HTTP/2 */
export async function serveWireModel(protocol: 'http' | 'http2' = 'http'): Promise<WireModel> {
  const seen: SeenRequest[] = [];
  let answers: ModelAnswer[] = [];
  const listener = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await text(request);
    seen.push({ method: request.method ?? '', path: request.url ?? '', headers: request.headers, body });
    const next = (answers.length > 1 ? answers.shift() : answers[0]) ?? {};
    if (next.destroy) {
      request.socket.destroy();
      return;
    }
    response.writeHead(next.status ?? 200, { 'x-amzn-requestid': `request-${seen.length}`, ...next.headers });
    response.end(next.body ?? '{}');
  };
  const { url, close } = await (protocol === 'http' ? serve(listener) : serveHttp2(listener));
  return {
    url,
    close,
    seen,
    answer: (...next) => {
      seen.length = 0;
      answers = next;
    },
  };
}

async function serveHttp2(
  listener: (request: IncomingMessage, response: ServerResponse) => unknown,
): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => listener(request as never, response as never));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  // Sessions end with their clients, which the tests destroy.
  return { url: `http://127.0.0.1:${port}`, close: async () => void server.close() };
}

/** How a client of the AWS SDK reaches a server on this machine. */
export function awsConfig(endpoint: string): {
  endpoint: string;
  region: string;
  credentials: { accessKeyId: string; secretAccessKey: string };
} {
  return {
    endpoint,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 'secret' },
  };
}
