import { expect, test } from 'vitest';
import { parseDaemonAddress, Recorder } from '../src/index.js';
import { makeSettings } from '../src/recorder/settings.js';
import { checkRules } from '../src/sampling/sampling-rules.js';
import { collectingLogger, type LogLine, record } from './recording.js';
import { listenUdp } from './udp-receiver.js';

// The numbers are those of docs/sdk-conformance.md.

test('C6: the address of the environment is where documents go', async () => {
  const daemon = await listenUdp();
  const recorder = new Recorder({ sampling: 'all' }, { AWS_XRAY_DAEMON_ADDRESS: daemon.address });
  recorder.segment('shop', () => {});
  expect((await daemon.received(1))[0]?.name).toBe('shop');
  await recorder.shutdown();
  daemon.close();
});

test('C9: without options the strategy is `log`, the threshold 100, and the version unknown', () => {
  const { recording, service } = makeSettings({}, {});
  expect(recording.streamingThreshold).toBe(100);
  expect(recording.service).not.toHaveProperty('version');
  expect(service).toBe('unknown');
  const logged: LogLine[] = [];
  new Recorder({ sampling: 'all', logger: collectingLogger(logged) }, {}).annotate('a', 1);
  expect(logged.map(({ code }) => code)).toEqual(['sdk/context-missing']);
});

test('C10: two recorders in one process have each their own options', () => {
  const [one, two] = [record({ version: '1' }), record({ version: '2', streamingThreshold: 0 })];
  one.recorder.segment('one', () => {
    two.recorder.segment('two', () => two.recorder.capture('part', () => {}));
    one.recorder.capture('part', () => {});
  });
  expect(one.traces.documents).toMatchObject([
    { name: 'one', service: { version: '1' }, subsegments: [{ name: 'part' }] },
  ]);
  expect(two.traces.documents).toMatchObject([{ name: 'part' }, { name: 'two', service: { version: '2' } }]);
});

test('D8: an empty address is none', () => {
  expect(() => makeSettings({}, { AWS_XRAY_DAEMON_ADDRESS: '' })).not.toThrow();
  expect(() => parseDaemonAddress('')).toThrow('sdk/invalid-daemon-address');
});

test('G1: what is below the level is not written', () => {
  const lines = (logLevel: 'info' | 'warn' | 'error'): number => {
    const { recorder, logged } = record({ logLevel });
    recorder.annotate('nowhere', 1);
    return logged.length;
  };
  expect([lines('info'), lines('warn'), lines('error')]).toEqual([1, 1, 0]);
});

test('P2: rules of version 2 name the host `host`', () => {
  const rate = { fixed_target: 10, rate: 0.05 };
  const rule = { host: '*', http_method: 'GET', url_path: '/x', ...rate };
  const rules = { version: 2, default: { fixed_target: 1, rate: 0.05 }, rules: [rule] };
  expect(checkRules(rules)).toEqual(rules);
});
