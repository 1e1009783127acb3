import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import * as xray from '@radiograph/sdk';
import { captureHttp, handler } from '@radiograph/sdk/http';
import { listen, required } from '../listening.js';
import { OrderBook } from './order-book.js';
import { totalOf } from './price.js';

xray.configure({ service: 'orders', sampling: 'all' });
captureHttp();

interface OrderRequest {
  readonly user: string;
  readonly sku: string;
  readonly coupon?: string;
}

const stockUrl = required('SHOP_STOCK_URL');
const book = new OrderBook(required('SHOP_ORDERS_FILE'));

const server = createServer(
  handler('orders', async (request: IncomingMessage, response: ServerResponse) => {
    try {
      if (request.method === 'GET') return answer(response, 200, book.latest(userOf(request)));
      const { status, body } = await place((await json(request)) as OrderRequest);
      answer(response, status, body);
    } catch (error) {
      xray.addError(error);
      answer(response, 500, { message: 'the order could not be placed' });
    }
  }),
);
listen(server);

async function place(order: OrderRequest): Promise<{ status: number; body: object }> {
  xray.currentSegment()?.setUser(order.user);
  xray.annotate('sku', order.sku);
  const total = await xray.capture('price', async (subsegment) => {
    subsegment.addMetadata('order', { ...order }, 'shop');
    return totalOf(order.sku, order.coupon);
  });
  xray.annotate('total', total);
  const reserved = await reserve(order.sku);
  if (reserved !== 200) return { status: reserved, body: { message: `'${order.sku}' cannot be had` } };
  return { status: 201, body: { id: book.add(order.user, order.sku, total), total } };
}

function reserve(sku: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const call = httpRequest(
      `${stockUrl}/stock/${encodeURIComponent(sku)}/reserve`,
      { method: 'POST' },
      (response) => {
        response.resume().once('end', () => resolve(response.statusCode ?? 502));
      },
    );
    call.once('error', reject).end();
  });
}

function userOf(request: IncomingMessage): string {
  return new URL(request.url ?? '/', 'http://orders').searchParams.get('user') ?? '';
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
