import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import {
  CreateGroupCommand,
  CreateSamplingRuleCommand,
  GetGroupsCommand,
  GetSamplingRulesCommand,
  GetSamplingTargetsCommand,
  StartTraceRetrievalCommand,
  type XRayClient,
} from '@aws-sdk/client-xray';
import { makeTraceId } from '@radiograph/protocol';
import { segment, subsegment } from '@radiograph/testkit';
import { expect, test } from 'vitest';
import {
  flawsOf,
  type ModelledMember,
  type ModelledOperation,
  modelledOperations,
  requestMembers,
} from './official-model.js';
import { operationCases } from './operation-cases/all.js';
import { rangeOf, type World } from './operation-cases/operation-case.js';
import { newRule, report } from './operation-cases/sampling.js';
import { type RunningService, runningService } from './running-service.js';

const account = { account_id: '123456789012' };

/** A segment with whatever a summary, a graph or a cause can tell of it. */
function rich(trace_id: string, start_time: number): object {
  const exception = { id: '0123456789abcdef', type: 'CardError', message: 'declined' };
  const failed = { fault: true, cause: { exceptions: [exception] } };
  return segment({
    trace_id,
    name: 'shop',
    start_time,
    end_time: start_time + 1,
    ...failed,
    user: 'al',
    annotations: { customer: 'al', total: 12.5, gift: false },
    aws: { ...account, ec2: { instance_id: 'i-0', availability_zone: 'eu-west-1a' } },
    resource_arn: 'arn:aws:ec2:eu-west-1:123456789012:instance/i-0',
    links: [{ trace_id: makeTraceId(start_time), id: '0123456789abcdef' }],
    http: {
      request: { method: 'POST', url: 'http://shop/', user_agent: 'curl', client_ip: '10.0.0.1' },
      response: { status: 500 },
    },
    subsegments: [
      subsegment({
        name: 'payments',
        namespace: 'remote',
        start_time,
        end_time: start_time + 0.75,
        ...failed,
        http: { request: { method: 'POST', url: 'http://payments/' }, response: { status: 502 } },
      }),
      subsegment({
        name: 'DynamoDB',
        namespace: 'aws',
        start_time,
        end_time: start_time + 0.1,
        aws: { operation: 'GetItem', table_name: 'orders' },
        error: true,
        throttle: true,
      }),
    ],
  });
}

/** A service with traces, a group with a tag, a rule by which was sampled, and a retrieval. */
async function inhabited(): Promise<{ running: RunningService; world: World }> {
  const running = await runningService();
  const { client, store } = running;
  const now = Math.floor(Date.now() / 60_000) * 60 - 60;
  const ids = [0, 1, 2].map(() => makeTraceId(now));
  const [slow = '', quick = '', failed = ''] = ids;
  const documents = [
    segment({ trace_id: slow, name: 'shop', aws: account, start_time: now, end_time: now + 6 }),
    segment({ trace_id: quick, name: 'shop', aws: account, start_time: now + 1, end_time: now + 2 }),
    rich(failed, now + 2),
  ];
  await store.append(
    documents.map((document) => new TextEncoder().encode(JSON.stringify(document))),
    { durability: 'lazy', maxDocumentBytes: 100_000 },
  );
  await store.settled();
  const { Group } = await client.send(
    new CreateGroupCommand({
      GroupName: 'slow',
      FilterExpression: 'responsetime > 5',
      Tags: [{ Key: 'kind', Value: 'test' }],
    }),
  );
  const checkout = { ...newRule, RuleName: 'checkout', Priority: 100, FixedRate: 0.1, ReservoirSize: 5 };
  const SamplingRateBoost = { MaxRate: 0.8, CooldownWindowMinutes: 10 };
  await client.send(new CreateSamplingRuleCommand({ SamplingRule: { ...checkout, SamplingRateBoost } }));
  await client.send(new GetSamplingTargetsCommand({ SamplingStatisticsDocuments: [report] }));
  const { RetrievalToken = '' } = await client.send(
    new StartTraceRetrievalCommand({ TraceIds: [...ids], ...rangeOf({ now } as World) }),
  );
  return { running, world: { now, ids, groupArn: Group?.GroupARN ?? '', retrievalToken: RetrievalToken } };
}

/** What came over the wire, kept beside what the client makes of it. */
function recorded(client: XRayClient): () => unknown {
  let body = '';
  client.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      const response = result.response as { body: Readable };
      body = await text(response.body);
      response.body = Readable.from([Buffer.from(body)]);
      return result;
    },
    { step: 'deserialize', priority: 'low', name: 'recorded' },
  );
  return () => JSON.parse(body);
}

async function settings({ client }: RunningService): Promise<object> {
  const { Groups } = await client.send(new GetGroupsCommand({}));
  const { SamplingRuleRecords } = await client.send(new GetSamplingRulesCommand({}));
  return { Groups, SamplingRuleRecords };
}

const wrongValues: Readonly<Record<ModelledMember['kind'], unknown>> = {
  string: {},
  number: 'x',
  boolean: 'yes',
  time: {},
  list: 'x',
  map: 'x',
  structure: 'x',
};

/** The same request with one member replaced, or left out; undefined where it has none to leave out. */
function changed(input: object, { place }: ModelledMember, value?: unknown): object | undefined {
  const copy = JSON.parse(JSON.stringify(input));
  let holder = copy;
  place.slice(0, -1).forEach((name, n) => {
    if (holder?.[name] === undefined && value !== undefined)
      holder[name] = typeof place[n + 1] === 'number' ? [] : {};
    holder = holder?.[name];
  });
  const name = place.at(-1) ?? '';
  if (value === undefined && holder?.[name] === undefined) return undefined;
  holder[name] = value;
  return copy;
}

const some: World = { now: 0, ids: [], groupArn: '', retrievalToken: '' };

test('the official client has commands for 38 operations, and each has its cases here', () => {
  expect(modelledOperations).toHaveLength(38);
  const cases = operationCases(some);
  expect(Object.keys(cases).sort()).toEqual(modelledOperations.map(({ name }) => name).sort());
});

test.each<[answer: object, flaw: string]>([
  [{ ApproximateTime: 1 }, 'TraceSummaries is missing: empty lists are sent'],
  [{ TraceSummaries: null }, 'answer.TraceSummaries is no list'],
  [{ TraceSummaries: [], Scanned: 1 }, 'answer.Scanned is not modelled'],
  [{ TraceSummaries: [{ Duration: '1' }] }, 'answer.TraceSummaries[0].Duration is no number'],
  [{ TraceSummaries: [{ HasFault: 1 }] }, 'answer.TraceSummaries[0].HasFault is no boolean'],
  [{ TraceSummaries: [{ Revision: 1.5 }] }, 'answer.TraceSummaries[0].Revision is not whole'],
  [
    { TraceSummaries: [{ StartTime: 1_700_000_000_000 }] },
    'answer.TraceSummaries[0].StartTime is no time in seconds',
  ],
  [
    { TraceSummaries: [{ Annotations: { a: [{ AnnotationValue: { Text: 'x' } }] } }] },
    'answer.TraceSummaries[0].Annotations["a"][0].AnnotationValue.Text is not modelled',
  ],
])('an answer %j would be seen to be wrong', (answer, flaw) => {
  const summaries = modelledOperations.find(({ name }) => name === 'GetTraceSummaries');
  expect(summaries && flawsOf(answer, summaries)).toEqual([flaw]);
});

test('what is wrong is refused by its name, in every member of every request, and changes nothing', async () => {
  const { running, world } = await inhabited();
  const before = await settings(running);
  const cases = operationCases(world);
  for (const operation of modelledOperations) {
    const { good = [], bad = [] } = cases[operation.name] ?? {};
    for (const [input, message, name = 'InvalidRequestException'] of bad) {
      const refused = await running.client.send(operation.command(input)).catch((error: unknown) => error);
      const httpStatusCode = name === 'ResourceNotFoundException' ? 404 : 400;
      const refusal = { name, message: expect.stringMatching(message), $metadata: { httpStatusCode } };
      expect([operation.name, input, refused]).toMatchObject([operation.name, input, refusal]);
    }
    const [[input] = []] = good;
    if (input !== undefined) await expectTypesChecked(running, operation, input);
  }
  expect(await settings(running)).toEqual(before);
});

const answered = modelledOperations.filter(({ name }) => operationCases(some)[name]?.good.length !== 0);

test.each(answered)(
  '$name answers what is good, with the members and types of the model',
  async (operation) => {
    const { running, world } = await inhabited();
    const raw = recorded(running.client);
    for (const [input, answer] of operationCases(world)[operation.name]?.good ?? []) {
      const sent = running.client.send<never, { $metadata: object }>(operation.command(input));
      const { $metadata, ...members } = await sent;
      expect($metadata).toMatchObject({ httpStatusCode: 200, requestId: expect.any(String) });
      expect(members).toMatchObject(answer);
      expect(flawsOf(raw(), operation)).toEqual([]);
    }
  },
);

/** Every member that the model knows is looked at: another type in its place is refused, and so is a request without one that it needs. */
async function expectTypesChecked(
  { post }: RunningService,
  operation: ModelledOperation,
  good: object,
): Promise<void> {
  for (const member of requestMembers(operation)) {
    const requests = [changed(good, member, wrongValues[member.kind])];
    if (member.required) requests.push(changed(good, member));
    for (const request of requests.filter((one) => one !== undefined)) {
      const response = await post(operation.path, request);
      const { Message, __type } = await response.json();
      expect([member.place, response.status, __type]).toEqual([member.place, 400, 'InvalidRequestException']);
      expect(Message).toContain(member.place[0]);
    }
  }
}
