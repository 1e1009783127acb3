import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

// Something shaped like X-Ray, in a process of its own. It behaves as the last IPC message says, `audit` aside, which it answers with what it took.

/** What the endpoint is told to do, or asked. */
export type EndpointOrder = 'well' | 'away' | 'chaos' | 'count-only' | 'audit';

/** Which of the numbered documents it acknowledged. */
export interface Audit {
  readonly distinct: number;
  readonly highest: number;
  readonly twice: number;
}

let order: EndpointOrder = 'count-only';
const seen = new Uint8Array(4_000_000);
let [distinct, highest, twice] = [0, -1, 0];

const server = createServer((request, response) => {
  void answer(request, response).catch(() => response.destroy());
});
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
process.on('message', (message: EndpointOrder) => {
  if (message === 'audit') process.send?.({ distinct, highest, twice } satisfies Audit);
  else order = message;
});
process.on('disconnect', () => process.exit(0));

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await buffer(request);
  const mishap = order === 'away' ? 0 : order === 'chaos' ? Math.floor(Math.random() * 10) : 9;
  if (mishap === 0) return reply(response, 503, '{}');
  if (mishap === 1) return void response.destroy();
  if (mishap === 2) return reply(response, 429, '{}');
  if (mishap === 3) return reply(response, 200, '<html>Welcome to this network</html>');
  if (mishap === 4) {
    response.writeHead(200, { 'content-length': '500' });
    response.write('{"Unprocessed');
    return void setTimeout(() => response.destroy(), 5);
  }
  // Takes the documents, and the daemon never learns it: they must come again.
  const silent = mishap === 5 && Math.random() < 0.2;
  if (order !== 'count-only') enter(body);
  if (!silent) reply(response, 200, '{"UnprocessedTraceSegments":[]}');
}

function enter(body: Buffer): void {
  const { TraceSegmentDocuments: documents } = JSON.parse(body.toString()) as {
    TraceSegmentDocuments?: string[];
  };
  for (const document of documents ?? []) {
    const { n } = JSON.parse(document) as { n: number };
    if (seen[n] === 0) distinct += 1;
    else twice += 1;
    seen[n] = 1;
    highest = Math.max(highest, n);
  }
}

function reply(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
  });
  response.end(body);
}
