import { PutTraceSegmentsCommand } from '@aws-sdk/client-xray';
import { expect, test } from 'vitest';
import { RateLimit } from '../src/http/rate-limit.js';
import { runningService } from './running-service.js';

test('a second’s worth passes at once, and then as many as time gives back', () => {
  const limit = new RateLimit(100);
  expect(limit.take(60, 1000)).toBe(true);
  expect(limit.take(60, 1000)).toBe(false);
  expect(limit.take(40, 1000)).toBe(true);
  expect(limit.take(1, 1000)).toBe(false);
  expect(limit.take(50, 1000.5)).toBe(true);
  expect(limit.take(100, 1001)).toBe(false);
  expect(limit.take(100, 1010)).toBe(true);
});

test('more than a second’s worth passes when all of it is left, and is waited off', () => {
  const limit = new RateLimit(100);
  expect(limit.take(250, 1000)).toBe(true);
  expect(limit.take(1, 1001)).toBe(false);
  expect(limit.take(1, 1001.6)).toBe(true);
});

test('with --strict the official client is throttled beyond it, without it not', async () => {
  const flood = new PutTraceSegmentsCommand({
    TraceSegmentDocuments: Array.from({ length: 9000 }, () => '{}'),
  });
  const { client: strict } = await runningService({ strict: true });
  await strict.send(flood);
  await expect(strict.send(flood)).rejects.toMatchObject({
    name: 'ThrottledException',
    $metadata: { httpStatusCode: 429 },
  });
  const { client } = await runningService();
  await client.send(flood);
  await client.send(flood);
});
