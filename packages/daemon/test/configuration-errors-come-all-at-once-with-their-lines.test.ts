import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readCfgYaml } from '../src/configuration/cfg-yaml.js';
import { type DaemonConfiguration, SETTINGS } from '../src/configuration/settings.js';

const problemsOf = async (text: string) =>
  (await readCfgYaml(text)).problems.map(({ line, name, message }) => `${line}: ${name} ${message}`);

it("reads AWS's own file of version 2 with its defaults", async () => {
  const { settings, problems } = await readCfgYaml(`
# Maximum buffer size in MB (minimum 3). Choose 0 to use 1% of host memory.
TotalBufferSizeMB: 0
Concurrency: 8
Region: ""
Endpoint: ""
Socket:
  UDPAddress: "127.0.0.1:2000"
  TCPAddress: "127.0.0.1:2000"
Logging:
  LogRotation: true
  LogLevel: "prod"
  LogPath: ""
LocalMode: false
ResourceARN: ""
RoleARN: ""
NoVerifySSL: false
ProxyAddress: ""
Version: 2
`);
  expect(problems).toEqual([]);
  for (const [name, value] of Object.entries(settings))
    expect([name, value]).toEqual([name, SETTINGS[name as keyof DaemonConfiguration].default]);
  expect(Object.keys(settings)).toHaveLength(14);
});

/** For every key a value and what it means. */
const CASES: readonly (readonly [
  key: string,
  text: string,
  name: keyof DaemonConfiguration,
  value: unknown,
])[] = [
  ['ResourceARN', 'arn:aws:ec2:x', 'resourceArn', 'arn:aws:ec2:x'],
  ['LocalMode', 'true', 'localMode', true],
  ['LocalMode', 'yes', 'localMode', true],
  ['TotalBufferSizeMB', '24', 'totalBufferSizeMb', 24],
  ['Region', 'eu-central-1', 'region', 'eu-central-1'],
  ['Socket.UDPAddress', '0.0.0.0:2001', 'udpAddresses', [{ host: '0.0.0.0', port: 2001 }]],
  [
    'Socket.UDPAddress',
    '"[::1]:1, :2"',
    'udpAddresses',
    [
      { host: '::1', port: 1 },
      { host: '', port: 2 },
    ],
  ],
  ['Socket.TCPAddress', 'localhost:0', 'tcpAddress', { host: 'localhost', port: 0 }],
  ['RoleARN', 'arn:aws:iam::1:role/x', 'roleArn', 'arn:aws:iam::1:role/x'],
  ['Logging.LogPath', '/var/log/xray.log', 'logPath', '/var/log/xray.log'],
  ['Logging.LogLevel', 'Debug', 'logLevel', 'debug'],
  ['Logging.LogRotation', 'false', 'logRotation', false],
  ['Logging.Format', 'json', 'logFormat', 'json'],
  ['ProxyAddress', 'http://proxy:3128', 'proxyAddress', 'http://proxy:3128/'],
  ['Concurrency', '32', 'concurrency', 32],
  ['Endpoint', 'http://x:2000', 'endpoints', [new URL('http://x:2000')]],
  ['Endpoint', '[aws, "http://x:2000"]', 'endpoints', ['aws', new URL('http://x:2000')]],
  ['NoVerifySSL', 'true', 'noVerifySsl', true],
  ['Token', 'abc', 'token', 'abc'],
  ['Spool.Path', '/spool', 'spool', '/spool'],
  ['Spool.SizeMB', '1', 'spoolSizeMb', 1],
  ['Spool.Age', '12h', 'spoolAgeMs', 43_200_000],
  ['Queue.Drop', 'oldest', 'drop', 'oldest'],
  ['Batch.Documents', '10', 'batchDocuments', 10],
  ['Batch.SizeKB', '64', 'batchSizeKb', 64],
  ['Batch.Age', '250ms', 'batchAgeMs', 250],
  ['Send.Attempts', '5', 'attempts', 5],
  ['Send.Timeout', '2s', 'timeoutMs', 2000],
  ['Proxy.RulesCache', '0', 'rulesCacheMs', 0],
  ['Shutdown.Timeout', '1.5s', 'shutdownTimeoutMs', 1500],
  ['Socket.HTTPIntake', 'true', 'httpIntake', true],
  ['Socket.UnixSocket', '/run/x.sock', 'unixSocket', '/run/x.sock'],
  ['Trim.DropMetadata', '[a, default.b]', 'dropMetadata', ['a', 'default.b']],
  ['Trim.HashMetadata', 'a,b', 'hashMetadata', ['a', 'b']],
  ['Trim.DropQuery', '"*"', 'dropQuery', ['*']],
  ['Trim.HashQuery', 'user', 'hashQuery', ['user']],
  ['Trim.HashKey', 'pepper', 'hashKey', 'pepper'],
  ['Tail.Sample', '0', 'tailSample', 0],
  ['Tail.Keep', 'fault', 'tailKeep', 'fault'],
  ['Tail.Wait', '1m', 'tailWaitMs', 60_000],
  ['Tail.SizeMB', '8', 'tailSizeMb', 8],
];

it.each(CASES)('%s: %s', async (key, text, name, value) => {
  const [section = '', inner] = key.split('.');
  const body = inner === undefined ? `${section}: ${text}` : `${section}:\n  ${inner}: ${text}`;
  const { settings, problems } = await readCfgYaml(`${body}\nVersion: 2\n`);
  expect(problems).toEqual([]);
  expect(settings).toEqual({ [name]: value });
});

it('no key is without a test', () => {
  const tested = new Set(CASES.map(([key]) => key));
  expect(
    Object.values(SETTINGS)
      .map(({ key }) => key)
      .filter((key) => !tested.has(key)),
  ).toEqual([]);
});

it('names everything that is wrong, each with its line', async () => {
  const text = `TotalBufferSizeMB: 2
Concurency: 8
Region: 7
Socket:
  UDPAddress: "2000"
  BufferSizeKB: 64
Logging: loud
LogRotation: true
Processor:
  Region: eu-central-1
  Routine: 4
LocalMode: maybe
ProxyAddress: proxy:3128
Endpoint: ftp://x
Profile:
  CPU: file
Spool:
  Age: 7
loglevel: info
`;
  expect(await problemsOf(text)).toEqual([
    '1: Version is missing; add Version: 2',
    '1: TotalBufferSizeMB is 2; expected a whole number from 3 to 65536, or 0',
    '2: Concurency is no key of this file',
    '3: Region is 7; expected text',
    '5: Socket.UDPAddress is "2000"; expected host:port such as 127.0.0.1:2000, or several separated by commas',
    '6: Socket.BufferSizeKB is not supported any more; remove it',
    '7: Logging is a section; expected keys below it, further in',
    '8: LogRotation has become Logging.LogRotation; write that in its place',
    '10: Processor.Region has become Region; write that in its place',
    '11: Processor.Routine has become Concurrency; write that in its place',
    '12: LocalMode is "maybe"; expected true or false',
    '13: ProxyAddress is "proxy:3128"; expected a URL with its scheme, such as http://127.0.0.1:3128',
    '14: Endpoint is "ftp://x"; expected a URL such as http://radiograph:2000, aws, or several separated by commas',
    '16: Profile.CPU is not supported any more; remove it',
    '18: Spool.Age is 7; expected a time with a unit, such as 500ms, 10s, 5m, 12h or 7d',
    '19: loglevel is no key of this file; did you mean Logging.LogLevel?',
  ]);
});

it('version 1 knows no TCP address; other versions are none', async () => {
  expect(await problemsOf('Socket:\n  TCPAddress: ":1"\nVersion: 1')).toEqual([
    '2: Socket.TCPAddress needs Version: 2',
  ]);
  expect(await problemsOf('Version: 3')).toEqual(['1: Version is 3; expected 1 or 2']);
  expect(await problemsOf('Version: "2"')).toEqual(['1: Version is "2"; expected 1 or 2']);
});

it('what is not YAML, or no keys, says where', async () => {
  expect(await problemsOf('Version: 2\nRegion: "eu')).toEqual([
    expect.stringMatching(/^2: {2}Missing closing/),
  ]);
  expect(await problemsOf('- a\n- b')).toEqual(['1:  expected keys with values']);
  expect(await problemsOf('Version: 2\nVersion: 1')).toEqual([
    expect.stringMatching(/^2: {2}Map keys must be unique/),
  ]);
  expect(await problemsOf('')).toEqual(['1: Version is missing; add Version: 2']);
});

it('never throws, whatever the file holds', async () => {
  const line = fc.oneof(
    fc.string(),
    fc.constantFrom(
      'Socket:',
      '  UDPAddress: [1, 2]',
      'Version: 2',
      '? {a: b}\n: c',
      '&a Region: *a',
      'Logging: {LogLevel: {}}',
    ),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(line, { maxLength: 8 }), async (lines) => {
      const { problems } = await readCfgYaml(lines.join('\n'));
      for (const { line: at, message } of problems)
        expect([at > 0, message.length > 0]).toEqual([true, true]);
    }),
    { seed: 9 },
  );
});
