import { startService } from '@radiograph/service';
import { expect, test } from 'vitest';
import { runningService } from './running-service.js';

test('a port that is taken', async () => {
  const { service, store } = await runningService();
  const { port } = service.address;
  await expect(startService({ store, host: '127.0.0.1', port })).rejects.toMatchObject({
    code: 'service/address-in-use',
    message: expect.stringContaining(`TCP port ${port} on 127.0.0.1 is taken`),
  });
});

test('a host without an address, or of another machine', async () => {
  const { store } = await runningService();
  await expect(startService({ store, host: 'no-such-host.invalid', port: 0 })).rejects.toMatchObject({
    code: 'service/address-unavailable',
  });
  await expect(startService({ store, host: '192.0.2.1', port: 0, insecure: true })).rejects.toMatchObject({
    code: 'service/address-unavailable',
  });
});

test('an address that other machines reach, unless that is asked for', async () => {
  const { store } = await runningService();
  for (const host of ['0.0.0.0', '::', '192.0.2.1']) {
    await expect(startService({ store, host, port: 0 })).rejects.toMatchObject({
      code: 'service/insecure-address',
    });
  }
});

test('IPv6 is listened on, and its url can be opened', async () => {
  const { service } = await runningService({ host: '::1' });
  expect(service.url).toBe(`http://[::1]:${service.address.port}`);
  expect((await fetch(`${service.url}/radiograph/v1/status`)).status).toBe(200);
});
