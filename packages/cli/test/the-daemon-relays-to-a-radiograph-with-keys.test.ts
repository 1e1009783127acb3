import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openSender } from '../../daemon/test/datagram-sender.js';
import { eventually } from '../../daemon/test/eventually.js';
import { type DaemonProcess, startDaemonProcess } from './daemon-process.js';
import { type RadiographProcess, startRadiograph } from './radiograph-process.js';
import { temporaryFolder } from './temporary-folder.js';
import { makeSegment } from './traces.js';

const WRITER = { id: 'daemon', secret: 'writes-0123456789', rights: ['write'] };
const READER = { id: 'reader', secret: 'reads-00123456789', rights: ['read'] };

async function startGuarded(): Promise<RadiographProcess> {
  const keys = join(temporaryFolder(), 'keys.json');
  writeFileSync(keys, JSON.stringify({ keys: [WRITER, READER] }), { mode: 0o600 });
  const service = await startRadiograph('--data', temporaryFolder(), '--keys', keys);
  onTestFinished(async () => void (await service.stop()));
  return service;
}

async function relay(daemon: DaemonProcess): Promise<string> {
  const segment = makeSegment('shop');
  const sender = await openSender({ address: '127.0.0.1', family: 'IPv4', port: daemon.udpPort });
  await sender.send(`{"format":"json","version":1}\n${JSON.stringify(segment)}`);
  sender.close();
  return segment.trace_id;
}

async function storedAt({ url }: RadiographProcess, traceId: string): Promise<readonly unknown[]> {
  const answer = await fetch(new URL('/Traces', url), {
    method: 'POST',
    headers: { authorization: `Bearer ${READER.secret}` },
    body: JSON.stringify({ TraceIds: [traceId] }),
  });
  const { Traces } = (await answer.json()) as { Traces: { Id: string }[] };
  return Traces.map(({ Id }) => Id);
}

const QUICK = ['--batch-age', '50ms', '--attempts', '1'];
const NO_KEYS = { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' };

it('documents arrive by a token, given or from the environment, and by a signature', async () => {
  const service = await startGuarded();
  const ways: readonly (readonly [string[], NodeJS.ProcessEnv])[] = [
    [['--token', WRITER.secret], NO_KEYS],
    [[], { ...NO_KEYS, RADIOGRAPH_TOKEN: WRITER.secret }],
    [[], { AWS_ACCESS_KEY_ID: WRITER.id, AWS_SECRET_ACCESS_KEY: WRITER.secret }],
  ];
  await Promise.all(
    ways.map(async ([flags, environment]) => {
      const all = ['--endpoint', service.url, '--spool', 'off', ...QUICK, ...flags];
      const id = await relay(await startDaemonProcess(all, environment));
      await eventually(async () => expect(await storedAt(service, id)).toEqual([id]));
    }),
  );
});

it('without a key, or with one that may not or is wrong, they wait on disk until the daemon has a right one', async () => {
  const service = await startGuarded();
  const ways: readonly NodeJS.ProcessEnv[] = [
    NO_KEYS,
    { ...NO_KEYS, RADIOGRAPH_TOKEN: READER.secret },
    { AWS_ACCESS_KEY_ID: WRITER.id, AWS_SECRET_ACCESS_KEY: 'wrong-0123456789' },
  ];
  await Promise.all(
    ways.map(async (environment) => {
      const flags = ['--endpoint', service.url, '--spool', temporaryFolder(), ...QUICK];
      const without = await startDaemonProcess(flags, environment);
      const id = await relay(without);
      await eventually(() => expect(without.output()).toMatch(/failed with: .*HTTP 40[13]/));
      await without.stop();
      expect(await storedAt(service, id)).toEqual([]);
      await startDaemonProcess([...flags, '--token', WRITER.secret], NO_KEYS);
      await eventually(async () => expect(await storedAt(service, id)).toEqual([id]));
    }),
  );
});
