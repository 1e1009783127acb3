import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How an invocation ended. */
export interface Outcome {
  readonly kind: 'response' | 'error';
  readonly body: string;
}

/** One invocation that the function is to be given. */
export interface InvocationRequest {
  readonly event: unknown;
  /** The trace header, as Lambda gives it; left out where Lambda gives none. */
  readonly trace?: string | undefined;
  /** How long it may take, in milliseconds. Default: 30,000. */
  readonly timeLimitMs?: number;
}

/** The side of AWS Lambda that a function's runtime talks to. */
export interface RuntimeApi {
  readonly address: string;
  /** Hands an invocation to the function when it asks for the next one, and tells how it ended. */
  invoke(request: InvocationRequest): Promise<Outcome>;
  /** Gives up what waits, because the function's process is gone. */
  abandon(error: Error): void;
  close(): void;
}

interface Waiting extends InvocationRequest {
  readonly id: string;
  readonly ended: (outcome: Outcome) => void;
  readonly lost: (error: Error) => void;
}

/** Serves the Runtime API on a free port of this machine. */
export async function serveRuntimeApi(functionName: string): Promise<RuntimeApi> {
  const queue: Waiting[] = [];
  const idle: ServerResponse[] = [];
  const running = new Map<string, Waiting>();
  let count = 0;
  const dispatch = (): void => {
    while (queue.length > 0 && idle.length > 0) {
      const invocation = queue.shift() as Waiting;
      running.set(invocation.id, invocation);
      answerNext(idle.shift() as ServerResponse, invocation, functionName);
    }
  };
  const end = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const [, id = '', kind] = /\/invocation\/([^/]+)\/(response|error)$/.exec(request.url ?? '') ?? [];
    const body = await textOf(request);
    response.writeHead(202, { 'content-length': 0, connection: 'close' }).end();
    running.get(id)?.ended({ kind: kind as Outcome['kind'], body });
    running.delete(id);
  };
  const server = createServer((request, response) => {
    if (request.url?.endsWith('/invocation/next') !== true) return void end(request, response);
    idle.push(response);
    response.once('close', () => void (idle.includes(response) && idle.splice(idle.indexOf(response), 1)));
    dispatch();
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    invoke: (request) =>
      new Promise((ended, lost) => {
        queue.push({ ...request, id: `request-${++count}`, ended, lost });
        dispatch();
      }),
    abandon(error) {
      for (const { lost } of [...queue.splice(0), ...running.values()]) lost(error);
      running.clear();
    },
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

function answerNext(response: ServerResponse, invocation: Waiting, functionName: string): void {
  const body = JSON.stringify(invocation.event);
  response.writeHead(200, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    connection: 'close',
    'lambda-runtime-aws-request-id': invocation.id,
    'lambda-runtime-deadline-ms': Date.now() + (invocation.timeLimitMs ?? 30_000),
    'lambda-runtime-invoked-function-arn': `arn:aws:lambda:eu-central-1:123456789012:function:${functionName}`,
    ...(invocation.trace !== undefined && { 'lambda-runtime-trace-id': invocation.trace }),
  });
  response.end(body);
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += chunk;
  return text;
}
