import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { signatureFault } from './signature-check.js';

/** A request as it arrived. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  /** Why its signature is wrong; undefined when it is right. */
  readonly fault: string | undefined;
}

/** How the endpoint answers. */
export type Mood =
  | 'well'
  /** Accepts the connection and never answers. */
  | 'hang'
  /** Cuts the connection when the request has arrived. */
  | 'reset'
  /** 429, with `Retry-After: 0`. */
  | 'throttle'
  | 'unavailable'
  /** Refuses each document whose text holds `refuse-me`, takes the others. */
  | 'partial'
  /** Well, after 100 ms. */
  | 'slow'
  /** Announces more bytes than it sends. */
  | 'truncated'
  /** 200, and a page. */
  | 'html'
  | 'forbidden'
  /** 400 for a batch in which a document holds `poison`. */
  | 'poison';

/** Keys that it knows. */
export const KEYS = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'a-secret-of-nobody' };

/** An X-Ray endpoint that checks signatures and misbehaves on command. */
export interface FakeXray {
  readonly url: string;
  readonly port: number;
  mood: Mood;
  /** Decides for each request; `mood` holds where it gives undefined. */
  moodOf: (request: SeenRequest) => Mood | undefined;
  /** Whether requests that are signed wrongly, or not at all, are refused with 403. */
  checks: boolean;
  /** How far its clock is ahead of the machine's; requests signed for another quarter of an hour are refused. */
  clockOffsetMs: number;
  /** Every answer takes so long. */
  latencyMs: number;
  /** Requests being answered now. */
  underWay: number;
  readonly requests: SeenRequest[];
  /** Documents it took, as it told its client; twice when it took them twice. */
  readonly documents: string[];
  /** Answers of other operations by path. */
  readonly answers: Map<string, string>;
  close(): Promise<void>;
}

/** Starts it at a free port, or at a given one; it is gone when the test is over. */
export async function startFakeXray(port = 0): Promise<FakeXray> {
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    void answer(fake, request, response).catch(() => response.destroy());
  });
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const address = server.address() as AddressInfo;
  const fake: FakeXray = {
    url: `http://127.0.0.1:${address.port}`,
    port: address.port,
    mood: 'well',
    moodOf: () => undefined,
    checks: true,
    clockOffsetMs: 0,
    latencyMs: 0,
    underWay: 0,
    requests: [],
    documents: [],
    answers: new Map(),
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
  onTestFinished(() => fake.close());
  return fake;
}

async function answer(fake: FakeXray, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const bytes = await buffer(request);
  const { method = '', url = '', headers } = request;
  const seen: SeenRequest = {
    method,
    path: url,
    headers,
    body: bytes.toString(),
    fault:
      signatureFault({ method, url, headers, body: bytes }, KEYS.secretAccessKey) ??
      clockFault(headers['x-amz-date'], fake.clockOffsetMs),
  };
  if (fake.clockOffsetMs !== 0)
    response.setHeader('date', new Date(Date.now() + fake.clockOffsetMs).toUTCString());
  fake.requests.push(seen);
  if (fake.checks && seen.fault !== undefined)
    return reply(response, 403, { message: seen.fault }, 'InvalidSignatureException');
  const mood = fake.moodOf(seen) ?? fake.mood;
  fake.underWay += 1;
  if (fake.latencyMs > 0) await sleep(fake.latencyMs);
  fake.underWay -= 1;
  await behave(fake, mood, seen, response);
}

function clockFault(signedFor: unknown, offsetMs: number): string | undefined {
  if (typeof signedFor !== 'string') return undefined;
  const iso = signedFor.replace(/^(\d{4})(\d\d)(\d\dT\d\d)(\d\d)/, '$1-$2-$3:$4:');
  const apartMs = Math.abs(Date.parse(iso) - (Date.now() + offsetMs));
  return apartMs < 15 * 60_000 ? undefined : `the clocks are ${apartMs} ms apart`;
}

async function behave(
  fake: FakeXray,
  mood: Mood,
  seen: SeenRequest,
  response: ServerResponse,
): Promise<void> {
  if (mood === 'hang') return;
  if (mood === 'reset') return void response.destroy();
  if (mood === 'throttle') {
    response.setHeader('retry-after', '0');
    return reply(response, 429, { Message: 'Rate exceeded' }, 'ThrottledException');
  }
  if (mood === 'unavailable') return reply(response, 503, { message: 'Service Unavailable' });
  if (mood === 'forbidden') return reply(response, 403, { message: 'no' }, 'AccessDeniedException');
  if (mood === 'html') return void response.end('<html>Welcome to this network</html>');
  if (mood === 'truncated') {
    response.writeHead(200, { 'content-length': '500' });
    response.write('{"Unprocessed');
    return void setTimeout(() => response.destroy(), 5);
  }
  if (mood === 'slow') await sleep(100);
  if (seen.path !== '/TraceSegments') return void response.end(fake.answers.get(seen.path) ?? '{}');
  const { TraceSegmentDocuments: documents } = JSON.parse(seen.body) as { TraceSegmentDocuments: string[] };
  if (mood === 'poison' && documents.some((document) => document.includes('poison')))
    return reply(response, 400, { Message: 'a document is bad' }, 'InvalidRequestException');
  const refused = mood === 'partial' ? documents.filter((document) => document.includes('refuse-me')) : [];
  fake.documents.push(...documents.filter((document) => !refused.includes(document)));
  const UnprocessedTraceSegments = refused.map((document) => ({
    Id: (JSON.parse(document) as { id: string }).id,
    ErrorCode: 'InvalidName',
    Message: 'the name is bad',
  }));
  reply(response, 200, { UnprocessedTraceSegments });
}

function reply(response: ServerResponse, status: number, body: object, error?: string): void {
  if (error !== undefined) response.setHeader('x-amzn-errortype', error);
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
