import { expect, test } from 'vitest';
import { FakeClock, waitFor } from '../src/index.js';

test('the answer is given as soon as there is one; 0 and the empty text are answers', async () => {
  let asked = 0;
  expect(await waitFor(() => (++asked < 3 ? undefined : 'there'))).toBe('there');
  expect(asked).toBe(3);
  expect(await waitFor(() => 0)).toBe(0);
  expect(await waitFor(async () => '')).toBe('');
});

test('what throws is asked again', async () => {
  let asked = 0;
  const refuseOnce = () => {
    if (++asked === 1) throw new Error('not yet');
    return asked;
  };
  expect(await waitFor(refuseOnce)).toBe(2);
});

test('when the time is up the error shows what was waited for, and why it failed last', async () => {
  const refuse = async () => {
    throw new Error('never');
  };
  await expect(waitFor(refuse, 20)).rejects.toMatchObject({
    message: expect.stringContaining('nothing after 20 ms of waiting for async () =>'),
    cause: new Error('never'),
  });
  await expect(waitFor(() => false, 20)).rejects.toMatchObject({ cause: undefined });
});

test('a fake clock stands still until it is moved', () => {
  const clock = new FakeClock(100);
  const { nowMs, nowS } = clock;
  expect([nowS(), nowMs()]).toEqual([100, 100_000]);
  clock.advance(1.5);
  expect([nowS(), nowMs()]).toEqual([101.5, 101_500]);
  clock.advance(-1);
  expect(nowS()).toBe(100.5);
});
