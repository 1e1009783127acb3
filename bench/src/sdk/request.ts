/** What one request records, the same for every contender: five calls with their blocks, annotations and metadata. */
export interface Call {
  readonly name: string;
  readonly namespace?: 'aws' | 'remote';
  readonly http?: { readonly request?: object; readonly response?: object };
  readonly sql?: Readonly<Record<string, string>>;
  readonly aws?: Readonly<Record<string, string>>;
}

/** The five calls of a request: two by HTTP, one query, one AWS operation and some work of its own. */
export const calls: readonly Call[] = [
  {
    name: 'api.example.com',
    namespace: 'remote',
    http: {
      request: { method: 'GET', url: 'https://api.example.com/items/42' },
      response: { status: 200, content_length: 512 },
    },
  },
  {
    name: 'orders@db.internal',
    namespace: 'remote',
    sql: {
      url: 'postgresql://db.internal:5432/orders',
      sanitized_query: 'SELECT * FROM orders WHERE id = ?',
      database_type: 'PostgreSQL',
    },
  },
  {
    name: 'DynamoDB',
    namespace: 'aws',
    aws: { operation: 'GetItem', table_name: 'carts', region: 'eu-central-1' },
  },
  { name: 'render' },
  {
    name: 'auth.example.com',
    namespace: 'remote',
    http: { request: { method: 'POST', url: 'https://auth.example.com/token' }, response: { status: 401 } },
  },
];

/** The metadata object that every call records. */
export const metadata = { items: [1, 2, 3], currency: 'EUR', nested: { deep: true } };

/** Records one request and sends it. */
export type RecordRequest = () => Promise<void> | void;

/** A way to record requests; the address of the receiver is in `AWS_XRAY_DAEMON_ADDRESS`. */
export interface Contender {
  readonly record: RecordRequest;
  /** Settles when everything has been handed to the system. */
  readonly finish: () => Promise<void>;
}
