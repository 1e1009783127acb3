import { readFileSync } from 'node:fs';
import { CreateGroupCommand, GetTraceSummariesCommand, type XRayClient } from '@aws-sdk/client-xray';
import { compileFilter } from '@radiograph/filter';
import { makeTraceId, type TraceDocument } from '@radiograph/protocol';
import { assemble, type TraceRecord, traceRecord } from '@radiograph/trace';
import { expect, test } from 'vitest';
import { runningService } from './running-service.js';

interface Example {
  readonly number: number;
  readonly expression: string;
  readonly refused?: string;
}

const table = readFileSync(new URL('../../filter/test/examples.json', import.meta.url), 'utf8');
const { examples } = JSON.parse(table) as { examples: readonly Example[] };
/** The groups of a service get ARNs of their own, so one that names another's ARN finds nothing. */
const ELSEWHERE = 74;
/** Nothing comes before the entry of a path, so no document makes its first entity remote; the empty expression finds all. */
const UNTOLD = [73, 84];
const group = { GroupName: 'high_response_time', FilterExpression: 'responsetime > 5' };
const groups = new Map([[group.GroupName, group.FilterExpression]]);

const now = Math.floor(Date.now() / 1000) - 60;
const window = { StartTime: new Date((now - 600) * 1000), EndTime: new Date((now + 600) * 1000) };

const http = (method: string, url: string, status: number) => ({
  request: { method, url, user_agent: 'curl/8', client_ip: '10.0.0.1' },
  response: { status },
});
const call = (id: string, name: string, seconds: number, more: object = {}) => ({
  id,
  name,
  namespace: 'remote',
  start_time: now,
  end_time: now + seconds,
  ...more,
});
const thrown = (type: string, message: string) => ({
  cause: { exceptions: [{ id: 'e'.repeat(16), type, message }] },
});
const denied = thrown('Denied', 'Access Denied for account_id: 1234567890');

/** Traces in which what the examples ask for happens: each a root and what it called. */
const traffic: readonly (readonly object[])[] = [
  [{ name: 'shop', end_time: now + 0.004, http: http('GET', 'http://h/a', 200) }],
  [{ name: 'shop', in_progress: true, annotations: { paid: false, age: 20, tier: 'free' } }],
  [
    {
      name: 'api.example.com',
      end_time: now + 6,
      fault: true,
      user: 'alice',
      http: http('POST', 'http://api.example.com/v2/api/game/example/game.json', 500),
      annotations: { gameid: '817DL6VO', age: 30, foo: 'bar', account: '12345', paid: true, tier: 'gold' },
      aws: {
        account_id: '123456789012',
        ec2: { availability_zone: 'us-west-2c', instance_id: 'i-0b5a4678fc325bg98' },
      },
      resource_arn: 'arn:aws:lambda:eu:1:function:random-name',
      subsegments: [
        call('b1', 'backend.example.com', 5, { fault: true, error: true }),
        call('b2', 'Auth', 5.5, { fault: true, ...denied }),
      ],
    },
    { name: 'Auth', id: 'c1', parent_id: 'b2', end_time: now + 5, fault: true, user: 'bob', ...denied },
  ],
  [
    {
      name: 'frontend',
      end_time: now + 2,
      error: true,
      user: 'al',
      http: http('GET', 'http://h/a"b', 403),
      annotations: {
        'aws.local.environment': 'k8s:default',
        'aws.local.operation': 'GET /api/orders',
        'aws.remote.operation': 'ListOwners',
      },
      subsegments: [
        call('d1', 'DynamoDB', 1.9, { namespace: 'aws', aws: { table_name: 'traces' }, throttle: true }),
        call('d2', 'a', 0.2, thrown('ValidationError', 'bad')),
        call('d3', 'random-name', 0.1),
      ],
    },
    { name: 'a', id: 'c2', parent_id: 'd2', end_time: now + 1, http: http('GET', 'http://a', 404) },
    {
      name: 'random-name',
      id: 'c3',
      parent_id: 'd3',
      end_time: now + 1,
      error: true,
      origin: 'AWS::Lambda::Function',
    },
    { name: '名前', id: 'c4', parent_id: 'c2', end_time: now + 1 },
    { name: 'b', id: 'c5', parent_id: 'c2', end_time: now + 1 },
    { name: 'svc', id: 'c6', parent_id: 'c2', end_time: now + 1, fault: true, origin: 'AWS::ECS::Fargate' },
  ],
  [
    faulty('web', {
      subsegments: [{ ...call('f1', 'deserialize', 0.1), namespace: undefined, fault: true }],
    }),
  ],
  [
    faulty('web', {
      subsegments: [
        call('91', 'DynamoDB', 0.5, { namespace: 'aws', aws: { table_name: 'traces' }, fault: true }),
        call('92', 'cluster-1.db', 0.2, { sql: { url: 'postgresql://db' }, fault: true }),
      ],
    }),
  ],
  ['e0', 'e1', 'e2', 'e3', 'e4', 'e5', 'e6'].map((id, at) =>
    faulty(`hop ${at}`, {
      id: at === 0 ? 'a1' : id,
      ...(at > 0 && { parent_id: at === 1 ? 'a1' : `e${at - 1}` }),
    }),
  ),
  [
    {
      name: 'GetWeatherData',
      end_time: now + 1,
      subsegments: [call('81', 'get_temperature', 0.9)],
    },
    { name: 'GetTemperature', id: '82', parent_id: '81', end_time: now + 0.8 },
  ],
  [
    faulty('data-plane', {
      aws: { account_id: 'X' },
      annotations: { foo: 'bar', 'aws.local.operation': 'POST /checkout' },
    }),
    faulty('api.amazon.com', { id: '71', parent_id: 'a1' }),
    faulty('example.com', { id: '72', parent_id: 'a1' }),
    faulty('svc', { id: '73', parent_id: 'a1' }),
    faulty('one', {
      id: '74',
      parent_id: 'a1',
      origin: 'AWS::EC2::Instance',
      subsegments: [call('75', 'two', 0.5, { fault: true })],
    }),
  ],
  [
    { name: 'gateway', end_time: now + 2, http: http('GET', 'http://api.example.com/v2/orders', 404) },
    { name: 'orders', id: '61', parent_id: 'a1', end_time: now + 2, http: http('GET', 'http://o', 404) },
    {
      name: 'shop',
      id: '62',
      parent_id: '61',
      end_time: now + 2,
      subsegments: [call('63', 'db', 1.5, { sql: { url: 'postgresql://db' } })],
    },
  ],
];

function faulty(name: string, more: object): object {
  return { name, end_time: now + 1, fault: true, ...more };
}

const traces = traffic.map((segments) => {
  const id = makeTraceId(now);
  const documents = segments.map((members) => ({ id: 'a1', trace_id: id, start_time: now, ...members }));
  return { id, documents: documents.map(inHex) };
});

/** Ids of 16 hex digits for the short ones above. */
function inHex(document: object): TraceDocument {
  return JSON.parse(JSON.stringify(document), (key, value: unknown) =>
    (key === 'id' || key === 'parent_id') && typeof value === 'string' ? value.padStart(16, '0') : value,
  ) as TraceDocument;
}

function found(records: readonly TraceRecord[], expression: string): string[] {
  const compiled = compileFilter(expression, { groups });
  return records.filter((one) => compiled.ok && compiled.filter.matches(one)).map(({ id }) => id);
}

async function answered(client: XRayClient, FilterExpression: string): Promise<(string | undefined)[]> {
  const { TraceSummaries } = await client.send(new GetTraceSummariesCommand({ ...window, FilterExpression }));
  return (TraceSummaries ?? []).map(({ Id }) => Id);
}

test('the API finds for every example what its predicate finds, and refuses what is refused', async () => {
  const { client, store } = await runningService();
  await client.send(new CreateGroupCommand(group));
  const bytes = traces.flatMap(({ documents }) =>
    documents.map((one) => new TextEncoder().encode(JSON.stringify(one))),
  );
  await store.append(bytes, { durability: 'lazy', maxDocumentBytes: 100_000 });
  await store.settled();
  const records = traces.map(({ id, documents }) => traceRecord(assemble(id, documents), 1));
  const untold: number[] = [];
  for (const { number, expression, refused } of examples) {
    if (refused !== undefined || number === ELSEWHERE) {
      const refusal = { name: 'InvalidRequestException', $metadata: { httpStatusCode: 400 } };
      await expect(answered(client, expression), expression).rejects.toMatchObject(refusal);
      continue;
    }
    const wanted = found(records, expression);
    expect((await answered(client, expression)).sort(), expression).toEqual(wanted.sort());
    if (wanted.length === 0 || wanted.length === traces.length) untold.push(number);
  }
  expect(untold).toEqual(UNTOLD);
});
