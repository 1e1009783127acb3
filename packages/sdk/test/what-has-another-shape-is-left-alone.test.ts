import { expect, test } from 'vitest';
import type { Recorder } from '../src/index.js';
import { aws } from '../src/integrations/aws/index.js';
import { express } from '../src/integrations/express/index.js';
import { fastify } from '../src/integrations/fastify/index.js';
import { grpc, grpcServer } from '../src/integrations/grpc/index.js';
import { hapi } from '../src/integrations/hapi/index.js';
import { hono } from '../src/integrations/hono/index.js';
import { handler } from '../src/integrations/http/index.js';
import { koa } from '../src/integrations/koa/index.js';
import { mysql2 } from '../src/integrations/mysql2/index.js';
import { nest } from '../src/integrations/nest/index.js';
import { pg } from '../src/integrations/pg/index.js';
import { sqlite } from '../src/integrations/sqlite/index.js';
import { record } from './recording.js';

/** Calls what an integration gave with something of another shape, as a future version of its library would. */
type Use = (options: { recorder: Recorder }) => unknown;

const future = Object.freeze({ version: 99 });
const passed = Symbol('the library went on');

/** Runs a hook or middleware, and gives what the library then does. */
const through = (run: (next: () => symbol) => unknown): unknown => {
  let seen: unknown;
  const result = run(() => {
    seen = passed;
    return passed;
  });
  return result instanceof Promise ? result.then(() => seen) : seen;
};

const uses: Readonly<Record<string, [Use, unknown]>> = {
  'pg(pool)': [(options) => pg(future as never, options), future],
  'sqlite(database)': [(options) => sqlite(future as never, options), future],
  'mysql2(pool)': [
    (options) => {
      const pool = Object.freeze({ getConnection: () => {} });
      return mysql2(pool as never, options) === (pool as never);
    },
    true,
  ],
  'aws(client)': [(options) => aws(future as never, options), future],
  'nest(app)': [(options) => nest(future as never, 'shop', options), undefined],
  handler: [
    (options) => through((next) => handler('shop', next as never, options)(future as never, future as never)),
    passed,
  ],
  'express()': [
    (options) => through((next) => express('shop', options)(future as never, future as never, next)),
    passed,
  ],
  'koa()': [
    (options) => through((next) => koa('shop', options)(future as never, async () => next())),
    passed,
  ],
  'hono()': [
    (options) => through((next) => hono('shop', options)(future as never, async () => void next())),
    passed,
  ],
  'fastify()': [
    (options) => through((next) => fastify('shop', options)(future as never, undefined, next)),
    passed,
  ],
  'hooks of fastify()': [
    (options) => {
      const hooks: Record<string, (...args: unknown[]) => unknown> = {};
      const server = {
        addHook: (name: string, hook: () => unknown) => Object.assign(hooks, { [name]: hook }),
      };
      fastify('shop', options)(server as never, undefined, () => {});
      through((next) => hooks['onError']?.(future, future, new Error('fails'), next));
      return through((next) => hooks['onRequest']?.(future, future, next));
    },
    passed,
  ],
  'hapi()': [(options) => hapi('shop', options).register(future as never), undefined],
  'hooks of hapi()': [
    (options) => {
      let hook: (request: unknown, tools: object) => unknown = () => {};
      const server = {
        ext: (_event: string, method: typeof hook) => {
          hook = method;
        },
        events: { on: () => {} },
      };
      hapi('shop', options).register(server as never);
      return hook(future, { continue: passed });
    },
    passed,
  ],
  'grpcServer()': [(options) => grpcServer('shop', options)(future as never, future as never), future],
};

test.each(Object.entries(uses))(
  '%s with what it does not know does nothing, and a log line for each thing says so once',
  async (_name, [use, expected]) => {
    const { recorder, traces, logged } = record();
    expect(await use({ recorder })).toBe(expected);
    expect(await use({ recorder })).toBe(expected);
    expect(traces.documents).toEqual([]);
    const told = logged.filter(({ code }) => code === 'sdk/left-out').map(({ message }) => message);
    expect(told.length).toBeGreaterThan(0);
    expect(told).toEqual([...new Set(told)]);
  },
);

test('an interceptor of gRPC gives the call of a future version on as it is', () => {
  const { recorder } = record();
  recorder.segment('shop', () => {
    const intercept = grpc() as unknown as (options: object, next: () => object) => object;
    expect(intercept(future, () => future)).toBe(future);
  });
});

test('middleware of the AWS SDK that throws instead of rejecting does so, and its call has an end', () => {
  const { recorder, traces } = record();
  const added: ((next: unknown, context: object) => (args: object) => unknown)[] = [];
  aws({ middlewareStack: { add: (middleware: never) => added.push(middleware) }, config: {} });
  const call = added[0]?.(
    () => {
      throw new RangeError('no such middleware');
    },
    { clientName: 'S3Client', commandName: 'GetObjectCommand' },
  );
  expect(() => recorder.segment('shop', () => call?.({ input: {}, middlewareStack: {} }))).toThrow(
    RangeError,
  );
  expect(traces.documents[0]?.subsegments).toMatchObject([
    {
      name: 'S3',
      fault: true,
      end_time: expect.any(Number),
      cause: { exceptions: [{ type: 'RangeError' }] },
    },
  ]);
});
