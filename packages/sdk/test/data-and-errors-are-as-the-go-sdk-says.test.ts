import { expect, test } from 'vitest';
import { find, only, record } from './recording.js';

// The numbers are those of docs/sdk-conformance.md.

test('A3: metadata without a namespace is in `default`', () => {
  const { recorder, traces } = record();
  const values = { text: 'a', int: 1, yes: true, float: 1.5 };
  recorder.segment('shop', (segment) => {
    for (const [key, value] of Object.entries(values)) segment.addMetadata(key, value);
  });
  expect(only(traces).metadata).toEqual({ default: values });
});

test('A5: an annotation outside any segment is a matter of the strategy', () => {
  expect(() => record({ contextMissing: 'throw' }).recorder.annotate('a', 1)).toThrow('sdk/context-missing');
  const { recorder, logged } = record({ contextMissing: 'log' });
  expect(() => recorder.annotate('a', 1)).not.toThrow();
  expect(logged.map(({ code }) => code)).toEqual(['sdk/context-missing']);
});

class MyError extends Error {}

function failing(): never {
  throw new MyError('it failed');
}

test('E1: what a body throws is recorded with its class and where it was made', () => {
  const { recorder, traces } = record();
  expect(() => recorder.segment('shop', () => recorder.capture('part', failing))).toThrow(MyError);
  const part = find(only(traces), 'part');
  expect(part.fault).toBe(true);
  const [exception] = (part.cause as { exceptions: { type: string; stack: { label: string }[] }[] })
    .exceptions;
  expect(exception).toMatchObject({ type: 'MyError', message: 'it failed' });
  expect(exception?.stack[0]?.label).toBe('failing');
});

test.each([
  ['an error', new MyError('it failed')],
  ['a text', 'it failed'],
  ['nothing', undefined],
])('E2: %s that a body throws or rejects with goes on unchanged', async (_what, thrown) => {
  const { recorder, traces } = record();
  const throwing = (): void => {
    throw thrown;
  };
  const rejecting = (): Promise<void> => Promise.reject(thrown);
  await recorder.segment('shop', async () => {
    expect(thrownBy(() => recorder.capture('thrown', throwing))).toEqual({ thrown });
    expect(await recorder.capture('rejected', rejecting).then(none, (error) => ({ thrown: error }))).toEqual({
      thrown,
    });
  });
  expect(only(traces).subsegments?.map(({ end_time }) => typeof end_time)).toEqual(['number', 'number']);
});

test('E4: errors that are thrown together are recorded each with its own message', () => {
  const { recorder, traces } = record();
  recorder.segment('shop', (segment) =>
    segment.addError(
      new AggregateError([new Error('error one'), new Error('error two')], '2 errors occurred'),
    ),
  );
  expect(only(traces).cause).toMatchObject({
    exceptions: [{ message: '2 errors occurred' }, { message: 'error one' }, { message: 'error two' }],
  });
});

test('E5: an error of the other end says so where the caller says so', () => {
  const { recorder, traces } = record();
  recorder.segment('shop', (segment) => {
    segment.addError(new Error('there'), { remote: true });
    segment.addError(new Error('here'));
  });
  const { exceptions } = only(traces).cause as { exceptions: object[] };
  expect(exceptions).toMatchObject([{ message: 'there', remote: true }, { message: 'here' }]);
  expect(exceptions[1]).not.toHaveProperty('remote');
});

test('E6: what is thrown where no segment is current reaches the caller unchanged', () => {
  const { recorder, logged } = record({ contextMissing: 'log' });
  const error = new MyError('it failed');
  const work = (): void => {
    throw error;
  };
  expect(thrownBy(() => recorder.capture('part', work))).toEqual({ thrown: error });
  expect(logged).toHaveLength(1);
});

function none(): string {
  return 'nothing was thrown';
}

function thrownBy(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return { thrown: error };
  }
  return none();
}
