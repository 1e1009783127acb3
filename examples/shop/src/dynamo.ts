import type { AddressInfo } from 'node:net';
import { CreateTableCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { catalogue } from './catalogue.js';

/** The table that the stock service keeps its numbers in. */
export const STOCK_TABLE = 'shop-stock';

/** A client for a DynamoDB-compatible server on this machine; the credentials are made up, for such a server asks for none. */
export function dynamoClient(endpoint: string): DynamoDBClient {
  return new DynamoDBClient({
    endpoint,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'shop', secretAccessKey: 'shop' },
  });
}

/** Starts a DynamoDB-compatible server in this process with the stock table filled, and gives its endpoint. */
export async function startDynamo(): Promise<string> {
  const server = dynalite({ createTableMs: 0 });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  server.unref();
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await fillStock(endpoint);
  return endpoint;
}

async function fillStock(endpoint: string): Promise<void> {
  const client = dynamoClient(endpoint);
  await client.send(
    new CreateTableCommand({
      TableName: STOCK_TABLE,
      AttributeDefinitions: [{ AttributeName: 'sku', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'sku', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
    }),
  );
  for (const { sku, inStock } of catalogue) {
    const item = { sku: { S: sku }, inStock: { N: String(inStock) } };
    await client.send(new PutItemCommand({ TableName: STOCK_TABLE, Item: item }));
  }
  client.destroy();
}
