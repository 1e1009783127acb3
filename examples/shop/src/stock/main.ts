import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import * as xray from '@radiograph/sdk';
import { handler } from '@radiograph/sdk/http';
import { listen, required } from '../listening.js';
import { StockTable } from './stock-table.js';

xray.configure({ service: 'stock', sampling: 'all' });
const table = new StockTable(required('SHOP_DYNAMO_URL'));

const server = createServer(
  handler('stock', async (request: IncomingMessage, response: ServerResponse) => {
    const [, collection, sku = '', action] = (request.url ?? '/').split('/');
    if (collection !== 'stock' || sku === '') return answer(response, 404, { message: 'no such page' });
    xray.annotate('sku', sku);
    try {
      const inStock = action === 'reserve' ? await table.reserve(sku) : await table.count(sku);
      answerStock(response, sku, inStock);
    } catch (error) {
      xray.addError(error);
      answer(response, 500, { message: 'the stock cannot be read' });
    }
  }),
);
listen(server);

function answerStock(response: ServerResponse, sku: string, inStock: number | 'sold out' | undefined): void {
  if (inStock === undefined) answer(response, 404, { message: `we do not sell '${sku}'` });
  else if (inStock === 'sold out') answer(response, 409, { message: `'${sku}' is sold out` });
  else answer(response, 200, { sku, inStock });
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
