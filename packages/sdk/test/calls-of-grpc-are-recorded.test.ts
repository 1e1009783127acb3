import { join } from 'node:path';
import * as grpcLibrary from '@grpc/grpc-js';
import {
  type Client,
  credentials,
  Metadata,
  type MethodDefinition,
  Server,
  ServerCredentials,
  type ServiceError,
  status,
} from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { afterEach, expect, test } from 'vitest';
import { grpc, grpcServer } from '../src/integrations/grpc/index.js';
import { only, record, type TestRecording } from './recording.js';
import { until } from './udp-receiver.js';

type Cart = { id: string; trace?: string };
type Stream = AsyncIterable<Cart> & { write(cart: Cart): void; end(): void; cancel(): void };
type Callback = (error: ServiceError | null, cart?: Cart) => void;
interface Carts extends Client {
  Show(cart: Cart, metadata: Metadata, options: object, done: Callback): { cancel(): void };
  List(cart: Cart): Stream;
  Add(done: Callback): Stream;
  Talk(): Stream;
}
interface ServerCall {
  readonly request: Cart;
  readonly metadata: Metadata;
  on(event: string, listener: (cart: Cart) => void): ServerCall;
  write(cart: Cart): void;
  end(): void;
}

const definition = loadSync(join(import.meta.dirname, 'grpc/carts.proto'));
const service = definition['com.example.Carts'] as unknown as Record<
  string,
  MethodDefinition<object, object>
>;
const CartsClient = grpcLibrary.makeGenericClientConstructor(service, 'Carts');
const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

interface Rig extends TestRecording {
  readonly port: number;
  readonly client: Carts;
  /** The recorder of the server. */
  readonly served: TestRecording;
  readonly headers: string[];
}

async function rig(isTraced = true): Promise<Rig> {
  const recording = record({ streamingThreshold: 2000 });
  const served = record();
  const headers: string[] = [];
  const server = new Server({ interceptors: isTraced ? [grpcServer('carts', served) as never] : [] });
  server.addService(service, implementation(served, headers) as never);
  const port = await new Promise<number>((bound, failed) =>
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, at) =>
      error ? failed(error) : bound(at),
    ),
  );
  const client = new CartsClient(`127.0.0.1:${port}`, credentials.createInsecure(), {
    interceptors: isTraced ? [grpc() as never] : [],
  }) as unknown as Carts;
  closing.push(() => {
    client.close();
    server.forceShutdown();
  });
  return { ...recording, port, client, served, headers };
}

function implementation({ recorder }: TestRecording, headers: string[]) {
  const trace = () => recorder.currentSegment()?.traceId ?? '';
  return {
    Show: async (call: ServerCall, done: (error: object | null, cart?: Cart) => void) => {
      headers.push(...call.metadata.get('x-amzn-trace-id').map(String));
      const { id } = call.request;
      if (id === 'hangs') return;
      await new Promise((later) => setTimeout(later, 1));
      const code = Number(id);
      if (code > 0 && code < 17) done({ code, details: `code ${code}` });
      else done(null, { id, trace: trace() });
    },
    List: (call: ServerCall) => {
      for (const id of ['1', '2', '3']) call.write({ id, trace: trace() });
      call.end();
    },
    Add: (call: ServerCall, done: (error: null, cart: Cart) => void) => {
      const ids: string[] = [];
      call
        .on('data', ({ id }) => ids.push(id))
        .on('end', () => done(null, { id: ids.join(), trace: trace() }));
    },
    Talk: (call: ServerCall) => {
      call.on('data', ({ id }) => call.write({ id, trace: trace() })).on('end', () => call.end());
    },
  };
}

function show(client: Carts, id: string, options: object = {}, metadata = new Metadata()): Promise<Cart> {
  return new Promise((answered, failed) =>
    client.Show({ id }, metadata, options, (error, cart) => (error ? failed(error) : answered(cart as Cart))),
  );
}

async function all(stream: Stream): Promise<Cart[]> {
  const carts: Cart[] = [];
  for await (const cart of stream) carts.push(cart);
  return carts;
}

async function servedDocuments({ served }: Rig, count: number): Promise<void> {
  await until(
    () => served.traces.documents.length >= count,
    () => `${served.traces.documents.length} documents instead of ${count}`,
  );
}

test('R3: a call is a subsegment named after its service, and the server joins the trace', async () => {
  const run = await rig();
  const cart = await run.recorder.segment('shop', () => show(run.client, '77'));
  const call = only(run.traces).subsegments?.[0];
  expect(call).toMatchObject({
    name: 'com.example.Carts',
    namespace: 'remote',
    http: { request: { method: 'POST', url: `grpc://127.0.0.1:${run.port}/com.example.Carts/Show` } },
    annotations: { grpc_status: 'OK' },
  });
  await servedDocuments(run, 1);
  const { traceId } = { traceId: only(run.traces).trace_id };
  expect(cart).toEqual({ id: '77', trace: traceId });
  expect(only(run.served.traces)).toMatchObject({
    name: 'carts',
    trace_id: traceId,
    parent_id: call?.id,
    http: {
      request: {
        method: 'POST',
        url: `grpc://127.0.0.1:${run.port}/com.example.Carts/Show`,
        client_ip: '127.0.0.1',
        user_agent: expect.stringContaining('grpc-node-js'),
      },
    },
    annotations: { grpc_status: 'OK' },
  });
});

const flags = (entity?: { error?: boolean; throttle?: boolean; fault?: boolean }) =>
  ['error', 'throttle', 'fault'].filter((flag) => entity?.[flag as 'error']);

test.each([
  ...[1, 3, 5, 6, 7, 9, 10, 11, 16].map((code) => [code, ['error']] as const),
  ...[2, 4, 12, 13, 14, 15].map((code) => [code, ['fault']] as const),
  [8, ['error', 'throttle']] as const,
])('R1 R2: status %i counts as %j on both sides', async (code, expected) => {
  const run = await rig();
  await expect(
    run.recorder.segment('shop', () =>
      show(run.client, String(code)).catch((error) => Promise.reject(error)),
    ),
  ).rejects.toMatchObject({ code });
  await servedDocuments(run, 1);
  for (const entity of [only(run.traces).subsegments?.[0], only(run.served.traces)]) {
    expect(flags(entity)).toEqual(expected);
    expect(entity?.annotations).toEqual({ grpc_status: status[code] });
    expect(JSON.stringify(entity?.cause)).toContain(`code ${code}`);
  }
});

test('R4: the response metadata has one value: the root, and the decision for those who ask', async () => {
  const run = await rig();
  const root = '1-5759e988-bd862e3fe1be46a994272793';
  const values = (header?: string) =>
    new Promise<unknown[]>((received) => {
      const metadata = new Metadata();
      if (header !== undefined) metadata.set('x-amzn-trace-id', header);
      const call = run.client.Show({ id: '77' }, metadata, {}, () => {});
      (call as unknown as Stream & { on(event: string, listener: (metadata: Metadata) => void): void }).on(
        'metadata',
        (answer) => received(answer.get('x-amzn-trace-id')),
      );
    });
  expect(await values()).toEqual([expect.stringMatching(/^Root=1-[\da-f]{8}-[\da-f]{24}$/)]);
  expect(await values(`Root=${root}`)).toEqual([`Root=${root}`]);
  expect(await values(`Root=${root};Sampled=?`)).toEqual([`Root=${root};Sampled=1`]);
});

test('the three kinds of streams are one subsegment and one segment each, with the segment current in handlers', async () => {
  const run = await rig();
  const results = await run.recorder.segment('shop', async () => {
    const listed = await all(run.client.List({ id: '' }));
    const added = await new Promise<Cart>((answered, failed) => {
      const stream = run.client.Add((error, cart) => (error ? failed(error) : answered(cart as Cart)));
      for (const id of ['a', 'b']) stream.write({ id });
      stream.end();
    });
    const talk = run.client.Talk();
    talk.write({ id: 'x' });
    talk.end();
    return [...listed, added, ...(await all(talk))];
  });
  await servedDocuments(run, 3);
  const { trace_id: trace, subsegments } = only(run.traces);
  expect(results).toEqual(['1', '2', '3', 'a,b', 'x'].map((id) => ({ id, trace })));
  expect(
    subsegments?.map(({ http, in_progress }) => [http?.request?.url?.split('/').at(-1), in_progress]),
  ).toEqual([
    ['List', undefined],
    ['Add', undefined],
    ['Talk', undefined],
  ]);
});

test('deadlines are faults and cancelled calls errors, on both sides', async () => {
  const run = await rig();
  await run.recorder.segment('shop', async () => {
    const late = show(run.client, 'hangs', { deadline: Date.now() + 200 });
    await expect(late).rejects.toMatchObject({ code: status.DEADLINE_EXCEEDED });
    await new Promise<void>((ended) => {
      const call = run.client.Show({ id: 'hangs' }, new Metadata(), {}, () => ended());
      void until(
        () => run.headers.length === 2,
        () => 'the call did not arrive',
      ).then(() => call.cancel());
    });
  });
  await servedDocuments(run, 2);
  expect(only(run.traces).subsegments?.map(flags)).toEqual([['fault'], ['error']]);
  for (const { in_progress, annotations } of run.served.traces.documents) {
    expect(in_progress).toBeUndefined();
    expect(annotations?.['grpc_status']).toMatch(/^(CANCELLED|DEADLINE_EXCEEDED)$/);
  }
});

test("the caller's metadata is not changed, and a header of its own is left alone", async () => {
  const run = await rig();
  const metadata = new Metadata();
  metadata.set('k', 'v');
  const own = new Metadata();
  own.set('x-amzn-trace-id', 'Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1');
  await run.recorder.segment('shop', async () => {
    await show(run.client, '77', {}, metadata);
    await show(run.client, '77', {}, metadata);
    await show(run.client, '77', {}, own);
  });
  expect(metadata.getMap()).toEqual({ k: 'v' });
  expect(run.headers).toHaveLength(3);
  expect(run.headers[2]).toBe('Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1');
  expect(only(run.traces).subsegments).toHaveLength(2);
});

test('answers and errors are the same with and without us', async () => {
  const [ours, theirs] = [await rig(), await rig(false)];
  const outcome = async ({ client }: Rig, id: string) =>
    show(client, id).then(
      (cart) => cart.id,
      ({ code, details, message }: ServiceError) => ({ code, details, message }),
    );
  for (const id of ['77', '5', '13'])
    expect(await ours.recorder.segment('shop', () => outcome(ours, id))).toEqual(await outcome(theirs, id));
});

test('500 parallel calls keep to their own segments', async () => {
  const run = await rig();
  const traces = await Promise.all(
    Array.from({ length: 500 }, () =>
      run.recorder.segment('shop', async (segment) => [
        segment.traceId,
        (await show(run.client, '77')).trace,
      ]),
    ),
  );
  for (const [own, seen] of traces) expect(seen).toBe(own);
  await servedDocuments(run, 500);
});

test('a future version with other calls works as without us, and one line says so', () => {
  const { recorder, logged } = record();
  const odd = { begin: () => 'works' };
  expect(grpcServer('carts', { recorder })({} as never, odd as never)).toBe(odd);
  expect(grpcServer('carts', { recorder })({} as never, odd as never)).toBe(odd);
  expect(logged.map(({ code }) => code)).toEqual(['sdk/left-out']);
});

test.each([
  ['oversized', ['x'.repeat(6000)]],
  ['thousands of keys', [Array.from({ length: 1200 }, (_, n) => `${n.toString(36)}=`).join(';')]],
  ['without sense', ['Root=;Parent==;;Sampled=maybe;=']],
  [
    'given twice',
    [`Root=${'1-5759e988-bd862e3fe1be46a994272793'}`, 'Root=1-5759e988-000000000000000000000000'],
  ],
])('metadata of a hostile client, %s, changes nothing', async (_name, values) => {
  const app = await rig();
  const metadata = new Metadata();
  for (const value of values) {
    metadata.add('x-amzn-trace-id', value);
    metadata.add('x-forwarded-for', value.slice(0, 900));
  }
  expect(await show(app.client, '0', {}, metadata)).toMatchObject({ id: '0' });
  await servedDocuments(app, 1);
  const document = only(app.served.traces);
  expect(document.trace_id).toMatch(/^1-[0-9a-f]{8}-[0-9a-f]{24}$/);
  expect(document.trace_id).not.toContain('5759e988');
  expect(document.http?.request?.client_ip?.length).toBeLessThanOrEqual(45);
});
