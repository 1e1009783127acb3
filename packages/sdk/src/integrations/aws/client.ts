/** A request or response on its way, as far as this package looks at it. */
export interface AwsMessage {
  readonly statusCode?: number;
  readonly headers?: Record<string, string>;
}

/** What goes into a middleware: the call itself, with the request from the step on that makes it. */
export interface AwsArguments {
  readonly input: unknown;
  readonly request?: unknown;
}

/** What comes out of a middleware. */
export interface AwsResult {
  readonly output?: unknown;
  readonly response?: unknown;
}

/** The rest of the client, seen from a middleware. */
export type AwsHandler = (args: AwsArguments) => Promise<AwsResult>;

/** What the client tells its middleware of a call. */
export interface AwsContext {
  readonly clientName?: string;
  readonly commandName?: string;
}

/** A middleware of the AWS SDK. */
export type AwsMiddleware = (next: AwsHandler, context: AwsContext) => AwsHandler;

/**
 * A client of the AWS SDK, version 3, by its shape: `DynamoDBClient`, `S3Client`, `DynamoDBDocumentClient`, and the
 * classes without `Client` in their names that have a method for each operation.
 */
export interface AwsClient {
  readonly middlewareStack: { add(...args: never[]): void; remove?(name: string): boolean };
  readonly config: object;
}

/** The part of a client's configuration that documents tell of. */
export interface AwsConfig {
  readonly serviceId?: unknown;
  readonly region?: unknown;
}

/** What every answer and most errors say of the call. */
export interface AwsMetadata {
  readonly httpStatusCode?: number;
  readonly requestId?: string;
  readonly extendedRequestId?: string;
  readonly attempts?: number;
}
