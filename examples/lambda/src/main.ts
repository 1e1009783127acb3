import * as xray from '@radiograph/sdk';
import { captureMessage, lambda, type Message } from '@radiograph/sdk/lambda';

/** A message of the queue, its body an order as JSON. */
interface OrderMessage extends Message {
  readonly body: string;
}

/** An order, as the shop sends it. */
interface Order {
  readonly customer: string;
  readonly items: readonly { readonly sku: string; readonly cents: number }[];
}

/** The handler: works off a batch of orders and tells what they came to, in cents. */
export const main: (event: { readonly Records: readonly OrderMessage[] }) => Promise<number> = lambda(
  async (event) => {
    let total = 0;
    for (const message of event.Records)
      total += await captureMessage(message, () => handle(JSON.parse(message.body)), { name: 'order' });
    return total;
  },
  { coldStart: true, service: 'orders' },
);

async function handle(order: Order): Promise<number> {
  xray.annotate('customer', order.customer);
  return xray.capture('price', async (subsegment) => {
    const cents = order.items.reduce((sum, item) => sum + item.cents, 0);
    subsegment.annotate('cents', cents);
    if (cents <= 0) throw new RangeError(`an order of ${cents} cents cannot be`);
    return cents;
  });
}
