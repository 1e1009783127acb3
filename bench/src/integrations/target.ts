import { once } from 'node:events';
import { Agent, createServer, get } from 'node:http';
import type { AddressInfo } from 'node:net';

// The other end, in a process of its own so that its CPU is nobody's: it answers calls, those of DynamoDB in the shape of its
// model, and makes requests to a contender's port when it is told { port, count }.
const ITEM = JSON.stringify({ Item: { id: { S: '42' }, items: { N: '2' }, currency: { S: 'EUR' } } });
const CONCURRENCY = 10;

const server = createServer((request, response) => {
  request.resume().on('end', () => {
    const isDynamo = request.headers['x-amz-target'] !== undefined;
    response.writeHead(200, {
      'content-type': isDynamo ? 'application/x-amz-json-1.0' : 'application/json',
      'content-length': ITEM.length,
      ...(isDynamo && { 'x-amzn-requestid': '0f9ae7a5-4b0c-4a0c-8d0b-2f6cf9d6e2a1' }),
    });
    response.end(ITEM);
  });
}).listen(0, '127.0.0.1');
// Contenders wait for each other between their turns.
server.keepAliveTimeout = 600_000;
await once(server, 'listening');
process.send?.((server.address() as AddressInfo).port);

process.on('message', async ({ port, count }: { port: number; count: number }) => {
  const agent = new Agent({ keepAlive: true });
  const request = { agent, port, host: '127.0.0.1', path: '/items/42?page=1' };
  let left = count;
  const worker = async (): Promise<void> => {
    while (left-- > 0)
      await new Promise((resolve, reject) => {
        get(request, (response) => response.on('end', resolve).resume()).on('error', reject);
      });
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  agent.destroy();
  process.send?.(count);
});
process.on('disconnect', () => process.exit(0));
