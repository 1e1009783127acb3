import { Queue, QueueEvents, Worker } from 'bullmq';
import { afterAll, expect, test } from 'vitest';
import { currentSegment } from '../../src/index.js';
import { bullmq } from '../../src/integrations/bullmq/index.js';
import { record } from '../recording.js';
import { tryToHave } from '../rig/missing.js';
import { startRedis } from '../rig/redis.js';
import { until } from '../udp-receiver.js';

const server = await tryToHave('Redis', startRedis);
const connection = { host: '127.0.0.1', port: 'had' in server ? server.had.port : 0 };
afterAll(async () => {
  if ('had' in server) await server.had.stop();
});

test.skipIf('missing' in server)('jobs, results and failures are those of the bare library', async () => {
  const { recorder } = record();
  const outcome = async (
    name: string,
    options: { telemetry?: ReturnType<typeof bullmq> },
  ): Promise<unknown> => {
    const queue = new Queue(name, { connection, ...options });
    const work = async ({ name: job, data }: { name: string; data: unknown }): Promise<unknown> => {
      if (job === 'fails') throw new RangeError('no such address');
      return { sent: data };
    };
    const worker = new Worker(name, work, { connection, ...options });
    const events = new QueueEvents(name, { connection });
    await events.waitUntilReady();
    const seen: unknown[] = [];
    for (const job of ['welcome', 'fails']) {
      const added = await queue.add(job, { to: 'al' }, { jobId: `own-${job}` });
      const ended = await added
        .waitUntilFinished(events)
        .catch((error: Error) => [error.name, error.message]);
      seen.push([added.id, added.name, added.data, ended, await added.getState()]);
    }
    await worker.close();
    await events.close();
    await queue.close();
    return seen;
  };
  const bare = await outcome('bare', {});
  expect(await recorder.segment('shop', () => outcome('told', { telemetry: bullmq({ recorder }) }))).toEqual(
    bare,
  );
});

test.skipIf('missing' in server)(
  'adding a job is a subsegment, working on it a segment of the same trace',
  async () => {
    const { recorder, traces } = record();
    const seen: unknown[] = [];
    const queue = new Queue('mails', { connection, telemetry: bullmq({ recorder }) });
    const worker = new Worker(
      'mails',
      async (job) => {
        seen.push([job.data, currentSegment()?.name]);
        if (job.name === 'fails') throw new RangeError('no such address');
        return job.name.length;
      },
      { connection, telemetry: bullmq({ recorder, name: 'mailer' }) },
    );
    const events = new QueueEvents('mails', { connection });
    await events.waitUntilReady();
    await recorder.segment('shop', async () => {
      const job = await queue.add('welcome', { to: 'secret' });
      expect(await job.waitUntilFinished(events)).toBe(7);
      const failing = await queue.add('fails', { to: 'secret' });
      await expect(failing.waitUntilFinished(events)).rejects.toThrow('no such address');
    });
    await queue.add('outside', { to: 'secret' });
    const mailers = () => traces.documents.filter(({ name }) => name === 'mailer');
    await until(
      () => mailers().length === 3,
      () => JSON.stringify(traces.documents),
    );
    await worker.close();
    await events.close();
    await queue.close();
    const shop = traces.documents.find(({ name }) => name === 'shop');
    const adds = shop?.subsegments?.filter(({ name }) => name.startsWith('bullmq ')) ?? [];
    expect(adds.map(({ name, namespace }) => [name, namespace])).toEqual([
      ['bullmq mails.welcome', 'remote'],
      ['bullmq mails.fails', 'remote'],
    ]);
    const [welcome, fails, outside] = mailers();
    expect([welcome?.trace_id, fails?.trace_id]).toEqual([shop?.trace_id, shop?.trace_id]);
    expect([welcome?.parent_id, fails?.parent_id]).toEqual(adds.map(({ id }) => id));
    expect(outside?.trace_id).not.toBe(shop?.trace_id);
    expect(welcome?.fault).toBeUndefined();
    expect(fails).toMatchObject({ fault: true, cause: { exceptions: [{ message: 'no such address' }] } });
    expect(JSON.stringify(traces.documents)).not.toContain('secret');
    expect(seen).toEqual([
      [{ to: 'secret' }, 'mailer'],
      [{ to: 'secret' }, 'mailer'],
      [{ to: 'secret' }, 'mailer'],
    ]);
  },
);
