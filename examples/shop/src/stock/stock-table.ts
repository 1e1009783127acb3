import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { aws } from '@radiograph/sdk/aws';
import { dynamoClient, STOCK_TABLE } from '../dynamo.js';

/** How many of each product are left, kept in DynamoDB. */
export class StockTable {
  readonly #client: DynamoDBClient;

  constructor(endpoint: string) {
    this.#client = aws(dynamoClient(endpoint));
  }

  /** How many are left; undefined for a product that is not known. */
  async count(sku: string): Promise<number | undefined> {
    const output = await this.#client.send(
      new GetItemCommand({ TableName: STOCK_TABLE, Key: { sku: { S: sku } } }),
    );
    return output.Item === undefined ? undefined : Number(output.Item['inStock']?.N);
  }

  /** Takes one and gives how many are left after it. */
  async reserve(sku: string): Promise<number | 'sold out' | undefined> {
    if ((await this.count(sku)) === undefined) return undefined;
    try {
      const output = await this.#client.send(takeOne(sku));
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
