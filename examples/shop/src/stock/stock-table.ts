import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  DynamoDBServiceException,
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

/**
 * Records one DynamoDB call as X-Ray describes it: a subsegment of namespace `aws` that names operation and table.
 * A refusal (4xx) counts as an error and not as a fault, for it is the caller that has to change something.
 */
async function traced<Output extends Answer>(
  operation: string,
  call: () => Promise<Output>,
): Promise<Output> {
  const result = await xray.capture('DynamoDB', { namespace: 'aws' }, async (subsegment) => {
    subsegment.setAws({ operation, table_name: STOCK_TABLE, region: 'eu-central-1' });
    try {
      const output = await call();
      describe(subsegment, output);
      return { output };
    } catch (error) {
      if (!(error instanceof DynamoDBServiceException)) throw error;
      describe(subsegment, error);
      subsegment.addError(error, { kind: error.$fault === 'client' ? 'error' : 'fault', remote: true });
      return { error };
    }
  });
  if ('error' in result) throw result.error;
  return result.output;
}

function describe(subsegment: xray.Subsegment, { $metadata }: Answer): void {
  const { requestId, httpStatusCode, attempts = 1 } = $metadata;
  if (requestId !== undefined) subsegment.setAws({ request_id: requestId, retries: attempts - 1 });
  if (httpStatusCode !== undefined) subsegment.setHttp({ response: { status: httpStatusCode } });
}
