import { createRequire } from 'node:module';
import { networkInterfaces } from 'node:os';
import { expect, test } from 'vitest';
import { Networks } from '../src/access/networks.js';
import { runningService } from './running-service.js';

interface OfficialRule {
  getName(): string;
}
interface Connector {
  fetchSamplingRules(done: (error: Error | null, rules?: OfficialRule[]) => void): void;
}

const load = createRequire(import.meta.url);
const connector: Connector = load('aws-xray-sdk-core/dist/lib/middleware/sampling/service_connector.js');
const daemonConfig: { setDaemonAddress(address: string): void } = load(
  'aws-xray-sdk-core/dist/lib/daemon_config.js',
);
const keys = {
  text: JSON.stringify({ keys: [{ id: 'a', secret: 'reader-secret-0123', rights: ['read'] }] }),
};
const outward = Object.values(networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .find(({ internal, family }) => !internal && family === 'IPv4')?.address;

if (outward === undefined)
  console.warn(
    'NOT SHOWN here: polling over an address of this machine that is not the loopback; it has none',
  );

test.skipIf(outward === undefined)(
  'the official Node SDK gets rules over an address that is allowed',
  async () => {
    const { service } = await runningService({ host: '0.0.0.0', keys, allow: [`${outward}/32`] });
    daemonConfig.setDaemonAddress(`${outward}:${service.address.port}`);
    const rules = await new Promise<OfficialRule[]>((resolve, reject) => {
      connector.fetchSamplingRules((error, taken) => (taken === undefined ? reject(error) : resolve(taken)));
    });
    expect(rules.map((rule) => rule.getName())).toEqual(['Default']);
    // Only that is open: everything else needs a key there too.
    const other = await fetch(`http://${outward}:${service.address.port}/Groups`, {
      method: 'POST',
      body: '{}',
    });
    expect(other.status).toBe(403);
  },
);

test.skipIf(outward === undefined)('over one that is not allowed it gets none', async () => {
  const { service } = await runningService({ host: '0.0.0.0', keys });
  const response = await fetch(`http://${outward}:${service.address.port}/GetSamplingRules`, {
    method: 'POST',
    body: '{}',
  });
  expect([response.status, (await response.json()).__type]).toEqual([
    403,
    'MissingAuthenticationTokenException',
  ]);
});

test('networks are told apart, in both families and for IPv4 by an IPv6 socket', () => {
  const networks = new Networks(['10.0.0.0/8', 'fd00::/8', '192.168.1.7']);
  for (const inside of ['10.9.8.7', '::ffff:10.1.1.1', 'fd12::1%eth0', '192.168.1.7'])
    expect(networks.has(inside)).toBe(true);
  for (const outside of ['11.0.0.1', '::ffff:11.0.0.1', 'fe80::1', '192.168.1.8', '', undefined])
    expect(networks.has(outside)).toBe(false);
});
