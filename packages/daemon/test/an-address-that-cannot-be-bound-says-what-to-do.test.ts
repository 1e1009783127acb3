import { DaemonError, startIntake } from '@radiograph/daemon';
import { expect, it } from 'vitest';
import { takingSink } from './sinks.js';

const sink = takingSink();

async function failureOf(options: {
  host: string;
  port: number;
  bufferBytes?: number;
}): Promise<DaemonError> {
  const outcome = await startIntake({ sink, ...options }).catch((error: unknown) => error);
  if (outcome instanceof DaemonError) return outcome;
  throw new Error(`expected a DaemonError, not ${String(outcome)}`);
}

it('a taken port', async () => {
  const holder = await startIntake({ sink, host: '127.0.0.1', port: 0 });
  const error = await failureOf({ host: '127.0.0.1', port: holder.address.port });
  expect(error.code).toBe('daemon/port-taken');
  expect(error.message).toContain(`127.0.0.1:${holder.address.port}`);
  expect(error.message).toContain('choose another port');
  await holder.close();
});

it('an address of another machine', async () => {
  expect((await failureOf({ host: '192.0.2.1', port: 0 })).code).toBe('daemon/address-unavailable');
});

it('a name without an address', async () => {
  expect((await failureOf({ host: 'nowhere.invalid', port: 0 })).code).toBe('daemon/address-unavailable');
});

it.each([{ port: -1 }, { port: 65_536 }, { port: 1.5 }, { bufferBytes: 10 }])(
  'an option out of range: %o',
  async (wrong) => {
    expect((await failureOf({ host: '127.0.0.1', port: 0, ...wrong })).code).toBe('daemon/invalid-option');
  },
);
