/** A service of the generated shop: what it runs on, and what it does to answer a request. */
export interface ServicePlan {
  readonly name: string;
  readonly origin?: string;
  readonly path: string;
  readonly method: string;
  /** The median of the time it works itself, in seconds. */
  readonly work: number;
  readonly steps: readonly Step[];
}

/** One thing a service does for a request; each becomes a subsegment. */
export type Step =
  | { readonly kind: 'local'; readonly name: string; readonly work: number }
  | { readonly kind: 'sql'; readonly database: string; readonly query: string; readonly work: number }
  | {
      readonly kind: 'aws';
      readonly service: string;
      readonly operation: string;
      readonly resource: Readonly<Record<string, string>>;
      readonly work: number;
    }
  | { readonly kind: 'remote'; readonly host: string; readonly path: string; readonly work: number }
  | { readonly kind: 'call'; readonly callee: ServicePlan };

const prices: ServicePlan = {
  name: 'prices',
  origin: 'AWS::ECS::Container',
  path: '/prices',
  method: 'GET',
  work: 0.003,
  steps: [
    { kind: 'local', name: 'currency table', work: 0.0005 },
    {
      kind: 'sql',
      database: 'prices@db.shop.test',
      query: 'select amount from price where sku = any($1) and currency = $2',
      work: 0.004,
    },
  ],
};

const catalogue: ServicePlan = {
  name: 'catalogue',
  origin: 'AWS::ECS::Container',
  path: '/items',
  method: 'GET',
  work: 0.005,
  steps: [
    {
      kind: 'aws',
      service: 'DynamoDB',
      operation: 'BatchGetItem',
      resource: { table_name: 'items' },
      work: 0.006,
    },
    { kind: 'call', callee: prices },
  ],
};

const stock: ServicePlan = {
  name: 'stock',
  origin: 'AWS::EC2::Instance',
  path: '/reservations',
  method: 'POST',
  work: 0.004,
  steps: [
    {
      kind: 'aws',
      service: 'DynamoDB',
      operation: 'UpdateItem',
      resource: { table_name: 'stock' },
      work: 0.008,
    },
    { kind: 'local', name: 'allocate', work: 0.002 },
  ],
};

const payments: ServicePlan = {
  name: 'payments',
  origin: 'AWS::ECS::Container',
  path: '/charges',
  method: 'POST',
  work: 0.006,
  steps: [
    {
      kind: 'sql',
      database: 'payments@db.shop.test',
      query: 'insert into charge (order_id, amount, currency) values ($1, $2, $3)',
      work: 0.005,
    },
    { kind: 'remote', host: 'api.bank.example', path: '/v2/charges', work: 0.12 },
  ],
};

const orders: ServicePlan = {
  name: 'orders',
  origin: 'AWS::ECS::Container',
  path: '/orders',
  method: 'POST',
  work: 0.01,
  steps: [
    {
      kind: 'sql',
      database: 'orders@db.shop.test',
      query: 'select id, sku, quantity from cart_line where cart_id = $1',
      work: 0.006,
    },
    { kind: 'call', callee: stock },
    { kind: 'call', callee: payments },
    {
      kind: 'aws',
      service: 'SQS',
      operation: 'SendMessage',
      resource: { queue_url: 'https://sqs.eu-west-1.amazonaws.com/123456789012/mails' },
      work: 0.009,
    },
  ],
};

const search: ServicePlan = {
  name: 'search',
  path: '/search',
  method: 'GET',
  work: 0.015,
  steps: [
    { kind: 'remote', host: 'index.shop.test', path: '/query', work: 0.02 },
    { kind: 'call', callee: catalogue },
  ],
};

const suggestions: ServicePlan = {
  name: 'suggestions',
  origin: 'AWS::Lambda::Function',
  path: '/suggestions',
  method: 'GET',
  work: 0.02,
  steps: [
    {
      kind: 'aws',
      service: 'S3',
      operation: 'GetObject',
      resource: { bucket_name: 'shop-models' },
      work: 0.03,
    },
  ],
};

/** What visitors do in the generated shop, beginning at its front; about five services take part on average. */
export const VISITS: readonly [ServicePlan, ...ServicePlan[]] = [
  visit('/', 'GET', [
    { kind: 'call', callee: catalogue },
    { kind: 'call', callee: suggestions },
  ]),
  visit('/search', 'GET', [
    { kind: 'call', callee: search },
    { kind: 'call', callee: suggestions },
  ]),
  visit('/checkout', 'POST', [
    { kind: 'call', callee: catalogue },
    { kind: 'call', callee: orders },
  ]),
];

function visit(path: string, method: string, calls: readonly Step[]): ServicePlan {
  return {
    name: 'shop',
    origin: 'AWS::ECS::Container',
    path,
    method,
    work: 0.012,
    steps: [
      {
        kind: 'aws',
        service: 'DynamoDB',
        operation: 'GetItem',
        resource: { table_name: 'sessions' },
        work: 0.004,
      },
      ...calls,
      { kind: 'local', name: 'render', work: 0.008 },
    ],
  };
}
