import { Redis } from 'ioredis';
import { createClient } from 'redis';
import { afterAll, expect, test } from 'vitest';
import { ioredis } from '../../src/integrations/ioredis/index.js';
import { redis } from '../../src/integrations/redis/index.js';
import { only, record } from '../recording.js';
import { tryToHave } from '../rig/missing.js';
import { startRedis } from '../rig/redis.js';

const server = await tryToHave('Redis', startRedis);
const port = 'had' in server ? server.had.port : 0;
const it = test.skipIf('missing' in server);

/** The part of both clients that is called here, by one name. */
interface Client {
  get(key: string): Promise<string | null>;
  set(key: string, value: string): Promise<unknown>;
  wrong(): Promise<unknown>;
  together(): Promise<unknown>;
}

async function makeIoredis(): Promise<Client> {
  const client = new Redis({ host: '127.0.0.1', port });
  ends.push(() => client.quit());
  await client.ping();
  return {
    get: (key) => client.get(key),
    set: (key, value) => client.set(key, value),
    wrong: () => client.lpush('text', 'secret'),
    together: () => client.multi().set('a', 'secret').get('a').exec(),
  };
}

async function makeRedis(): Promise<Client> {
  const client = await createClient({ url: `redis://127.0.0.1:${port}` }).connect();
  ends.push(() => client.close());
  return {
    get: (key) => client.get(key),
    set: (key, value) => client.set(key, value),
    wrong: () => client.lPush('text', 'secret'),
    together: () => client.multi().set('a', 'secret').get('a').exec(),
  };
}

const ends: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const end of ends) await end();
  if ('had' in server) await server.had.stop();
});

const libraries: [string, () => Promise<Client>, () => void][] = [
  ['ioredis', makeIoredis, () => ioredis(ioredis())],
  ['redis', makeRedis, () => redis(redis())],
];

it.each(libraries)(
  '%s: commands are subsegments without keys and values; results and errors are those of the bare library',
  async (_name, make, integrate) => {
    const client = await make();
    await client.set('text', 'secret');
    const plain = (error: Error): object => ({ ...error, message: error.message });
    const bare = {
      text: await client.get('text'),
      wrong: await client.wrong().catch(plain),
      both: await client.together(),
    };
    integrate();
    const { recorder, traces } = record();
    await recorder.segment('shop', async () => {
      expect(await client.get('text')).toBe(bare.text);
      expect(await client.wrong().catch(plain)).toEqual(bare.wrong);
      expect(await client.together()).toEqual(bare.both);
    });
    const calls = only(traces).subsegments ?? [];
    expect(calls[0]).toEqual({
      id: expect.any(String),
      name: `redis@127.0.0.1:${port}`,
      namespace: 'remote',
      start_time: expect.any(Number),
      end_time: expect.any(Number),
      metadata: { redis: { command: 'GET', database: 0 } },
    });
    expect(calls[1]).toMatchObject({
      fault: true,
      metadata: { redis: { command: 'LPUSH' } },
      cause: { exceptions: [{ remote: true }] },
    });
    expect(
      calls
        .slice(2)
        .map(({ metadata }) => (metadata?.['redis'] as { batch_size?: number } | undefined)?.batch_size),
    ).toEqual([2]);
    expect(JSON.stringify(calls)).not.toContain('secret');
  },
);

it.each(libraries)(
  '%s: 500 commands at once in 500 segments do not mix; without a segment nothing is recorded',
  async (_name, make) => {
    const client = await make();
    const { recorder, traces } = record();
    await client.get('text');
    await Promise.all(
      Array.from({ length: 500 }, (_, i) =>
        recorder.segment(`s${i}`, async () => {
          await (i % 2 === 0 ? client.get('text') : client.set('n', String(i)));
        }),
      ),
    );
    expect(traces.documents).toHaveLength(500);
    for (const { name, subsegments } of traces.documents) {
      const commands = subsegments?.map(
        ({ metadata }) => (metadata?.['redis'] as { command?: string } | undefined)?.command,
      );
      expect(commands).toEqual([Number(name.slice(1)) % 2 === 0 ? 'GET' : 'SET']);
    }
  },
);
