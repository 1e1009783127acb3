import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import * as xray from '@radiograph/sdk';
import { express as tracing } from '@radiograph/sdk/express';
import { captureFetch } from '@radiograph/sdk/fetch';
import express, { type Request, type Response } from 'express';
import { catalogue } from '../catalogue.js';
import { listen, required } from '../listening.js';
import { RateLimit } from './rate-limit.js';

xray.configure({ service: 'web', sampling: 'all' });
captureFetch();

const stockUrl = required('SHOP_STOCK_URL');
const ordersUrl = required('SHOP_ORDERS_URL');
const limit = new RateLimit(3, 10_000);

const app = express();
app.use(tracing('web'));
app.use(express.json());
app.use((request, response, next) => {
  const user = request.get('x-user');
  if (user !== undefined) xray.currentSegment()?.setUser(user);
  xray.annotate('tier', user === 'ada' ? 'gold' : 'standard');
  if (user === 'robot' && !limit.allows(user))
    return void response.status(429).json({ message: 'too many requests' });
  next();
});

app.get('/', (_request, response) => {
  response.json(catalogue.map(({ sku, name, price }) => ({ sku, name, price })));
});

app.get('/search', async (request, response) => {
  const words = String(request.query['q'] ?? '').toLowerCase();
  const found = await xray.capture('search catalogue', async (subsegment) => {
    subsegment.annotate('query_length', words.length);
    await sleep(words.length > 12 ? 900 + Math.random() * 800 : 15 + Math.random() * 30); // long phrases miss the index
    return catalogue.filter(({ name }) => name.toLowerCase().includes(words));
  });
  response.json(found);
});

app.get('/products/:sku', async (request: Request, response: Response) => {
  const answer = await fetch(`${stockUrl}/stock/${encodeURIComponent(String(request.params['sku']))}`);
  response.status(answer.status).json(await answer.json());
});

app.post('/checkout', async (request, response) => {
  const order = { user: request.get('x-user') ?? 'guest', ...(request.body as object) };
  xray.addMetadata('cart', order, 'shop');
  const answer = await fetch(`${ordersUrl}/orders`, { method: 'POST', body: JSON.stringify(order) });
  const body = (await answer.json()) as { message?: string };
  if (answer.status >= 500) throw new Error(`checkout failed: ${body.message}`);
  response.status(answer.status).json(body);
});

app.get('/orders', async (request, response) => {
  const answer = await fetch(`${ordersUrl}/orders?user=${encodeURIComponent(request.get('x-user') ?? '')}`);
  response.status(answer.status).json(await answer.json());
});

app.use((error: Error, _request: Request, response: Response, _next: express.NextFunction) => {
  response.status(500).json({ message: error.message });
});
listen(createServer(app));
