import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import * as xray from '@radiograph/sdk';
import { dynamoClient, STOCK_TABLE } from '../dynamo.js';

interface Answer {
  readonly $metadata: {
    readonly httpStatusCode?: number | undefined;
    readonly requestId?: string | undefined;
    readonly attempts?: number | undefined;
  };
}

/** How many of each product are left, kept in DynamoDB. */
export class StockTable {
  readonly #client: DynamoDBClient;

  constructor(endpoint: string) {
    this.#client = dynamoClient(endpoint);
  }

  /** How many are left; undefined for a product that is not known. */
  async count(sku: string): Promise<number | undefined> {
    const output = await traced('GetItem', () =>
      this.#client.send(new GetItemCommand({ TableName: STOCK_TABLE, Key: { sku: { S: sku } } })),
    );
    return output.Item === undefined ? undefined : Number(output.Item['inStock']?.N);
  }

  /** Takes one and gives how many are left after it. */
  async reserve(sku: string): Promise<number | 'sold out' | undefined> {
    if ((await this.count(sku)) === undefined) return undefined;
    try {
      const output = await traced('UpdateItem', () => this.#client.send(takeOne(sku)));
      return Number(output.Attributes?.['inStock']?.N);
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return 'sold out';
      throw error;
    }
  }
}

function takeOne(sku: string): UpdateItemCommand {
  return new UpdateItemCommand({
    TableName: STOCK_TABLE,
    Key: { sku: { S: sku } },
    UpdateExpression: 'SET inStock = inStock - :one',
    ConditionExpression: 'inStock >= :one',
    ExpressionAttributeValues: { ':one': { N: '1' } },
    ReturnValues: 'UPDATED_NEW',
  });
}

/** Records one DynamoDB call as X-Ray describes it: a subsegment of namespace `aws` that names operation and table. */
function traced<Output extends Answer>(operation: string, call: () => Promise<Output>): Promise<Output> {
  return xray.capture('DynamoDB', { namespace: 'aws' }, async (subsegment) => {
    subsegment.setAws({ operation, table_name: STOCK_TABLE, region: 'eu-central-1' });
    const output = await call();
    const { requestId, httpStatusCode, attempts = 1 } = output.$metadata;
    if (requestId !== undefined) subsegment.setAws({ request_id: requestId, retries: attempts - 1 });
    if (httpStatusCode !== undefined) subsegment.setHttp({ response: { status: httpStatusCode } });
    return output;
  });
}
