import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Recorder, type RecorderOptions, SDK_VERSION } from '../src/index.js';
import { collectingLogger, type LogLine, record } from './recording.js';
import { listenUdp } from './udp-receiver.js';

test('L5: AWS_XRAY_TRACING_NAME names every segment, and no subsegment', () => {
  const { recorder, traces } = record({}, { AWS_XRAY_TRACING_NAME: 'from {env}' });
  recorder.segment('code', () => recorder.capture('part', () => {}));
  expect(traces.documents[0]).toMatchObject({ name: 'from env', subsegments: [{ name: 'part' }] });
});

test('C8: AWS_XRAY_DAEMON_ADDRESS beats the option', async () => {
  const daemon = await listenUdp();
  const recorder = new Recorder(
    { sampling: 'all', daemonAddress: '127.0.0.1:9' },
    { AWS_XRAY_DAEMON_ADDRESS: `udp:${daemon.address} tcp:127.0.0.1:9` },
  );
  recorder.segment('shop', () => {});
  await recorder.shutdown();
  await daemon.received(1);
  daemon.close();
});

test('C4: AWS_XRAY_CONTEXT_MISSING beats the option, in any case', () => {
  const { recorder, logged } = record(
    { contextMissing: 'log' },
    { AWS_XRAY_CONTEXT_MISSING: 'runtime_error' },
  );
  expect(() => recorder.annotate('a', 1)).toThrow('sdk/context-missing');
  expect(logged).toEqual([]);
});

test('C5: a value that is not understood is logged, and the option is used', () => {
  const logged: LogLine[] = [];
  const env = { AWS_XRAY_CONTEXT_MISSING: 'banana', AWS_XRAY_LOG_LEVEL: 'loud' };
  const recorder = new Recorder({ contextMissing: 'throw', logger: collectingLogger(logged) }, env);
  expect(() => recorder.annotate('a', 1)).toThrow('sdk/context-missing');
  expect(logged.map(({ message }) => message)).toEqual([
    'not understood, so ignored: AWS_XRAY_CONTEXT_MISSING=banana, AWS_XRAY_LOG_LEVEL=loud',
  ]);
});

test('RADIOGRAPH_SAMPLING beats the option', () => {
  expect(
    record({ sampling: 'none' }, { RADIOGRAPH_SAMPLING: 'all' }).recorder.beginSegment('a').sampled,
  ).toBe(true);
  expect(() => new Recorder({}, { RADIOGRAPH_SAMPLING: '/no/such/rules.json' })).toThrow(
    'sdk/invalid-sampling-rules',
  );
});

test('AWS_XRAY_LOG_LEVEL=silent silences', () => {
  const { recorder, logged } = record({}, { AWS_XRAY_LOG_LEVEL: 'silent' });
  recorder.annotate('a', 1);
  expect(logged).toEqual([]);
});

test.each<[RecorderOptions, string]>([
  [{ daemonAddress: 'nonsense' }, 'sdk/invalid-daemon-address'],
  [
    { logLevel: 'loud' as never },
    "sdk/invalid-option: logLevel is 'loud'; give one of debug, info, warn, error, silent",
  ],
  [{ contextMissing: 'panic' as never }, "sdk/invalid-option: contextMissing is 'panic'"],
  [{ streamingThreshold: -1 }, 'sdk/invalid-option: streamingThreshold is -1'],
])('C7 D9: what cannot be used is refused at construction: %j', (options, message) => {
  expect(() => new Recorder(options, {})).toThrow(message);
});

test('D9: an address of the environment that cannot be used is refused, also where the option is good', () => {
  expect(
    () => new Recorder({ daemonAddress: '127.0.0.1:2000' }, { AWS_XRAY_DAEMON_ADDRESS: 'nonsense' }),
  ).toThrow('sdk/invalid-daemon-address');
});

test('configure keeps what is not given, and changes nothing when it throws', async () => {
  const { recorder, traces } = record();
  expect(() => recorder.configure({ sampling: 'none', daemonAddress: 'nonsense' })).toThrow(
    'sdk/invalid-daemon-address',
  );
  expect(recorder.beginSegment('shop').sampled).toBe(true);
  recorder.configure({ service: 'shop' });
  recorder.segment(recorder.service, () => {});
  expect(traces.documents[0]?.name).toBe('shop');
});

test('a segment that is open while the emitter changes is sent by the new one', async () => {
  const [before, after] = [await listenUdp(), await listenUdp()];
  const recorder = new Recorder({ sampling: 'all', daemonAddress: before.address }, {});
  recorder.segment('first', () => {});
  await recorder.flush();
  const open = recorder.beginSegment('second');
  recorder.configure({ daemonAddress: after.address });
  open.close();
  await recorder.shutdown();
  expect((await before.received(1)).map(({ name }) => name)).toEqual(['first']);
  expect((await after.received(1)).map(({ name }) => name)).toEqual(['second']);
  before.close();
  after.close();
});

test('documents name the version of this package', () => {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  expect(SDK_VERSION).toBe(version);
});
