import { tracingChannel } from 'node:diagnostics_channel';
import { expect, test } from 'vitest';
import { grpc } from '../../src/integrations/grpc/index.js';
import { ioredis } from '../../src/integrations/ioredis/index.js';
import { mysql2 } from '../../src/integrations/mysql2/index.js';
import { pg } from '../../src/integrations/pg/index.js';
import { sqlite } from '../../src/integrations/sqlite/index.js';
import { only, record } from '../recording.js';

type Callback = (error: unknown, value?: unknown) => void;
/** Does one call of a driver, and gives the errors and values that its caller sees. */
type Drive = (isRecorded: boolean) => unknown[];

const fails = (): never => {
  throw new RangeError('no connection left');
};
/** Calls back with a value, and then again with an error. */
const twice = (done: Callback): void => {
  done(null, { rowCount: 1, rows: [1] });
  done(new RangeError('once more'), undefined);
};

function seenBy(call: (told: Callback) => unknown): unknown[] {
  const seen: unknown[] = [];
  try {
    call((error, value) => seen.push(error ?? value));
  } catch (error) {
    seen.push('thrown', error);
  }
  return seen;
}

const pool = (connect: (done: Callback) => void) => ({
  Client: class {},
  options: { max: 1 },
  idleCount: 0,
  totalCount: 1,
  query: () => {},
  connect,
});
const own = <T>(isRecorded: boolean, wrap: (target: never) => unknown, target: T): T =>
  isRecorded ? (wrap(target as never) as T) : target;

const drives: Readonly<Record<string, Drive>> = {
  'query of pg, at once': (isRecorded) =>
    seenBy((told) =>
      own(isRecorded, pg, { query: (_text: string, _done: Callback) => fails() }).query('select 1', told),
    ),
  'query of pg, twice': (isRecorded) =>
    seenBy((told) =>
      own(isRecorded, pg, { query: (_text: string, done: Callback) => twice(done) }).query('select 1', told),
    ),
  'connect of a pool of pg, at once': (isRecorded) =>
    seenBy((told) =>
      own(
        isRecorded,
        pg,
        pool(() => fails()),
      ).connect(told),
    ),
  'connect of a pool of pg, twice': (isRecorded) =>
    seenBy((told) => own(isRecorded, pg, pool(twice)).connect(told)),
  'getConnection of mysql2, at once': (isRecorded) =>
    seenBy((told) =>
      own(isRecorded, mysql2, {
        _freeConnections: [],
        getConnection: (_done: Callback) => fails(),
      }).getConnection(told),
    ),
  'getConnection of mysql2, twice': (isRecorded) =>
    seenBy((told) =>
      own(isRecorded, mysql2, { _freeConnections: [], getConnection: twice }).getConnection(told),
    ),
  'a statement of SQLite, at once': (isRecorded) =>
    seenBy(() =>
      own(isRecorded, sqlite, { prepare: (_text: string) => ({ run: fails }), exec: fails })
        .prepare('select 1')
        .run(),
    ),
  'rows of SQLite, half-way': (isRecorded) =>
    seenBy((told) => {
      const rows = function* (): Generator<number> {
        yield 1;
        fails();
      };
      const database = { prepare: (_text: string) => ({ iterate: rows }), exec: fails };
      for (const row of own(isRecorded, sqlite, database).prepare('select 1').iterate()) told(null, row);
    }),
  'a call of gRPC, at once': (isRecorded) =>
    seenBy(() => {
      const metadata = { get: () => [], set: () => {}, clone: () => metadata };
      const call = { start: (_metadata: object, _listener: object) => fails(), getPeer: () => 'dns:db:1' };
      const intercept = grpc() as unknown as (options: object, next: () => typeof call) => typeof call;
      const made = isRecorded ? intercept({ method_definition: { path: '/a.B/C' } }, () => call) : call;
      made.start(metadata, {});
    }),
};

test.each(Object.entries(drives))(
  '%s: the caller sees the same, and the call is recorded once',
  (name, drive) => {
    const { recorder, traces } = record();
    const bare = drive(false);
    const recorded = recorder.segment('shop', () => drive(true));
    expect(recorded).toEqual(bare);
    expect(recorded.length).toBeGreaterThan(0);
    const calls = only(traces).subsegments ?? [];
    expect(calls).toHaveLength(1);
    expect(calls[0]?.end_time).toBeDefined();
    // What is called back first counts.
    expect(calls[0]?.fault).toBe(name.endsWith('twice') ? undefined : true);
  },
);

test('a client of Redis that tells of the same call twice has recorded it once', () => {
  ioredis();
  const { recorder, traces } = record();
  recorder.segment('shop', () => {
    const { start, end, asyncEnd, error } = tracingChannel('ioredis:command');
    const message: Record<string, unknown> = { command: 'get', args: ['secret'] };
    start.publish(message);
    end.publish(message);
    message['result'] = 'value';
    asyncEnd.publish(message);
    message['error'] = new Error('late');
    error.publish(message);
    asyncEnd.publish(message);
  });
  expect(only(traces).subsegments).toHaveLength(1);
  expect(only(traces).subsegments?.[0]?.fault).toBeUndefined();
});
