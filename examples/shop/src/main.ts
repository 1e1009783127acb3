import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startService } from './child-service.js';
import { startDynamo } from './dynamo.js';
import { startLoad } from './load/load.js';

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: '.data' },
    rate: { type: 'string', default: '6' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(
    'The shop: three services under load, instrumented with Radiograph.\n\n  --data DIR   where the orders are kept (.data)\n  --rate N     requests a second (6)',
  );
  process.exit(0);
}

mkdirSync(values.data, { recursive: true });
const dynamoUrl = await startDynamo();
const stock = await startService('stock', { SHOP_DYNAMO_URL: dynamoUrl });
const orders = await startService('orders', {
  SHOP_STOCK_URL: stock.url,
  SHOP_ORDERS_FILE: join(values.data, 'orders.db'),
});
const web = await startService('web', { SHOP_STOCK_URL: stock.url, SHOP_ORDERS_URL: orders.url });
const load = startLoad(web.url, Number(values.rate));
if (process.send === undefined) console.log(`The shop is at ${web.url}`);
else process.send({ url: web.url });

const services = [web, orders, stock];
for (const { process: child } of services) child.once('exit', end);
process.once('SIGINT', end);
process.once('SIGTERM', end);
process.once('disconnect', end);

async function end(): Promise<void> {
  await Promise.race([load.stop(), new Promise((resolve) => setTimeout(resolve, 2000))]);
  for (const { process: child } of services) child.kill('SIGTERM');
  process.exit(0);
}
