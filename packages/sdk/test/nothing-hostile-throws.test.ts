import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonValue } from '../src/segment/json-value.js';
import { find, only, record } from './recording.js';

const cycle: Record<string, unknown> = { name: 'cycle' };
cycle['self'] = cycle;
const thrower = {
  get a(): never {
    throw new Error('no a');
  },
  b: 1,
};
const untouchable = new Proxy(
  {},
  {
    get: () => {
      throw new Error('get');
    },
    ownKeys: () => {
      throw new Error('keys');
    },
  },
);
const unreadable = {
  toString: () => {
    throw new Error('toString');
  },
  toJSON: () => {
    throw new Error('toJSON');
  },
};

test('metadata of any kind becomes JSON', () => {
  const twice = { x: 1 };
  const deep: unknown[] = [];
  let at = deep;
  for (let i = 0; i < 10_000; i++) at = at[at.push([]) - 1] as unknown[];
  expect(jsonValue(cycle)).toEqual({ name: 'cycle', self: '[circular]' });
  expect(jsonValue([twice, twice])).toEqual([{ x: 1 }, { x: 1 }]);
  expect(jsonValue(thrower)).toEqual({ a: '[threw: no a]', b: 1 });
  expect(jsonValue(untouchable)).toBe('[threw: get]');
  expect(jsonValue(unreadable)).toBe('[threw: toJSON]');
  expect(jsonValue({ big: 10n, nan: Number.NaN, none: undefined, call: () => 1, sign: Symbol('s') })).toEqual(
    { big: '10', nan: 'NaN' },
  );
  expect(jsonValue([undefined, null, new Date(0), new Date(Number.NaN)])).toEqual([
    null,
    null,
    '1970-01-01T00:00:00.000Z',
    null,
  ]);
  expect(
    jsonValue({
      map: new Map<unknown, unknown>([
        ['a', 1],
        [2, new Set([3])],
      ]),
      bytes: new Uint8Array(5),
    }),
  ).toEqual({
    map: { a: 1, 2: [3] },
    bytes: '[Uint8Array: 5 bytes]',
  });
  expect(jsonValue(new RangeError('r'))).toMatchObject({
    name: 'RangeError',
    message: 'r',
    stack: expect.any(String),
  });
  expect(JSON.stringify(jsonValue(deep))).toContain('[too deep]');
  expect(jsonValue(JSON.parse('{"__proto__": {"polluted": true}, "a": 1}'))).toEqual({ a: 1 });
  expect(jsonValue(undefined)).toBeNull();
});

test('10 MB of metadata is cut with a marker, quickly', () => {
  const large = Array.from({ length: 100_000 }, (_, i) => ({ i, text: 'x'.repeat(100) }));
  const started = performance.now();
  const copy = JSON.stringify(jsonValue({ large, text: 'y'.repeat(10_000_000) }));
  expect(performance.now() - started).toBeLessThan(500);
  expect(copy.length).toBeLessThan(200_000);
  expect(copy).toContain('[cut');
});

test('a copy of metadata is JSON again, and the same for plain JSON', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
      const plain = JSON.parse(JSON.stringify(value));
      if (JSON.stringify(plain).includes('__proto__')) return;
      expect(jsonValue(plain)).toEqual(plain);
    }),
    { seed: 1 },
  );
  fc.assert(
    fc.property(
      fc.anything({
        withBigInt: true,
        withMap: true,
        withSet: true,
        withDate: true,
        withNullPrototype: true,
        withTypedArray: true,
      }),
      (value) => {
        expect(JSON.parse(JSON.stringify(jsonValue(value)))).toBeDefined();
      },
    ),
    { seed: 2 },
  );
});

test('A1 A2: annotations are repaired or refused, with one logged reason', () => {
  const { recorder, traces, logged } = record();
  recorder.segment('shop', (segment) => {
    const anyone = segment as unknown as { annotate(key: unknown, value: unknown): void };
    for (const [key, value] of [
      ['text', 'a'],
      ['int', 1],
      ['float', 1.5],
      ['yes', true],
      ['user id', 'b'],
      ['dotted.key', 'c'],
      ['long', 'x'.repeat(2000)],
      ['object', {}],
      ['nan', Number.NaN],
      ['__proto__', 'd'],
      ['', 'e'],
      [7, 'f'],
      [unreadable, 'g'],
      ['null', null],
      ['big', 1n],
      ['untouchable', untouchable],
    ])
      anyone.annotate(key, value);
  });
  expect(only(traces).annotations).toEqual({
    text: 'a',
    int: 1,
    float: 1.5,
    yes: true,
    user_id: 'b',
    'dotted.key': 'c',
    long: 'x'.repeat(1000),
  });
  expect(logged.map(({ code }) => code)).toEqual(['sdk/annotation-repaired', 'sdk/annotation-refused']);
});

test('hostile blocks, users, names and errors harm nothing', () => {
  const { recorder, traces } = record();
  recorder.segment(untouchable as never, (segment) => {
    segment.setUser(unreadable as never);
    segment.setHttp({ request: thrower as never });
    segment.setHttp(untouchable as never);
    segment.setAws({ count: 10n } as never);
    segment.addMetadata(unreadable as never, 1);
    segment.addMetadata('__proto__', 1);
    segment.addMetadata('a', 1, '__proto__');
    for (const error of [
      untouchable,
      null,
      undefined,
      'text',
      7n,
      Object.create(null),
      new Proxy(new Error('p'), {
        get: () => {
          throw new Error('no');
        },
      }),
    ]) {
      segment.addError(error);
    }
    const sub = segment.beginSubsegment(Symbol('s') as never);
    sub.setSql(thrower as never);
    sub.close(untouchable);
  });
  expect(only(traces)).toMatchObject({ user: '[unreadable]', aws: { count: '10' }, fault: true });
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
});

test('C1 C2 C3: outside any segment the strategy decides, and the body runs', () => {
  const quiet = record({ contextMissing: 'ignore' });
  expect(quiet.recorder.capture('part', (part) => part.sampled)).toBe(false);
  expect(quiet.logged).toEqual([]);
  const logging = record();
  for (let i = 0; i < 3; i++) logging.recorder.capture('part', () => {});
  logging.recorder.annotate('a', 1);
  expect(logging.logged.map(({ message }) => message)).toEqual([
    expect.stringContaining("capture('part') was called where no segment is current"),
  ]);
  const strict = record({ contextMissing: 'throw' });
  expect(() => strict.recorder.capture('part', () => {})).toThrow('sdk/context-missing');
  expect(() =>
    logging.recorder.capture('part', () => {
      throw new Error('mine');
    }),
  ).toThrow('mine');
});

test('L21: an emitter, a sampler or a logger that throws harms nothing', () => {
  const broken = {
    maxDocumentBytes: 65_000,
    emit: () => {
      throw new Error('emit');
    },
    flush: async () => {},
    close: async () => {},
  };
  const { recorder, logged } = record();
  recorder.configure({ emitter: broken });
  expect(recorder.segment('shop', () => 1)).toBe(1);
  expect(logged.map(({ code }) => code)).toEqual(['sdk/emitter-failed']);
  recorder.configure({
    sampling: {
      sample: () => {
        throw new Error('sample');
      },
    },
  });
  expect(recorder.segment('shop', (segment) => segment.sampled)).toBe(false);
  const fail = (): never => {
    throw new Error('log');
  };
  recorder.configure({ logger: { debug: fail, info: fail, warn: fail, error: fail } });
  expect(recorder.segment('shop', () => 2)).toBe(2);
});

test('a segment with ten thousand open subsegments begins no more', () => {
  const { recorder, traces, logged } = record();
  const segment = recorder.beginSegment('shop');
  const open = Array.from({ length: 10_001 }, (_, i) => segment.beginSubsegment(`part ${i}`));
  expect(open.at(-1)?.sampled).toBe(false);
  for (const subsegment of open) subsegment.close();
  segment.close();
  const [trace] = traces.traces;
  expect(trace!.orphans).toEqual([]);
  expect(trace!.segments[0]!.subsegments).toHaveLength(10_000);
  expect(logged.map(({ code }) => code)).toEqual(['sdk/subsegments-dropped']);
  expect(find(trace!.segments[0]!, 'part 0').end_time).toBeDefined();
});
