import { type DaemonConfiguration, SETTINGS } from '@radiograph/daemon';
import { expect, it } from 'vitest';
import { readDaemonFlags } from '../src/daemon-flags.js';
import { radiograph } from './radiograph-process.js';

const address = { host: '0.0.0.0', port: 2001 };

/** For every flag a value and what it means. */
const CASES: readonly (readonly [
  names: string,
  text: string,
  member: keyof DaemonConfiguration,
  value: unknown,
])[] = [
  ['a resource-arn', 'arn:aws:x', 'resourceArn', 'arn:aws:x'],
  ['m buffer-memory', '64', 'totalBufferSizeMb', 64],
  ['n region', 'eu-central-1', 'region', 'eu-central-1'],
  ['b bind', '0.0.0.0:2001', 'udpAddresses', [address]],
  ['t bind-tcp', '0.0.0.0:2001', 'tcpAddress', address],
  ['r role-arn', 'arn:aws:iam::1:role/x', 'roleArn', 'arn:aws:iam::1:role/x'],
  ['f log-file', '/tmp/log', 'logPath', '/tmp/log'],
  ['l log-level', 'debug', 'logLevel', 'debug'],
  ['p proxy-address', 'http://proxy:3128', 'proxyAddress', 'http://proxy:3128/'],
  ['concurrency', '3', 'concurrency', 3],
  ['endpoint', 'http://x:1', 'endpoints', [new URL('http://x:1')]],
  ['log-format', 'json', 'logFormat', 'json'],
  ['token', 'secret=', 'token', 'secret='],
  ['spool', 'off', 'spool', 'off'],
  ['spool-size', '5', 'spoolSizeMb', 5],
  ['spool-age', '90m', 'spoolAgeMs', 5_400_000],
  ['drop', 'oldest', 'drop', 'oldest'],
  ['batch-documents', '7', 'batchDocuments', 7],
  ['batch-size', '128', 'batchSizeKb', 128],
  ['batch-age', '2s', 'batchAgeMs', 2000],
  ['attempts', '9', 'attempts', 9],
  ['timeout', '3s', 'timeoutMs', 3000],
  ['rules-cache', '0', 'rulesCacheMs', 0],
  ['shutdown-timeout', '1m', 'shutdownTimeoutMs', 60_000],
  ['unix-socket', '/run/radiograph.sock', 'unixSocket', '/run/radiograph.sock'],
  ['drop-metadata', 'default.password, *secret*', 'dropMetadata', ['default.password', '*secret*']],
  ['hash-metadata', 'email', 'hashMetadata', ['email']],
  ['drop-query', '*', 'dropQuery', ['*']],
  ['hash-query', 'user,session', 'hashQuery', ['user', 'session']],
  ['hash-key', 'pepper', 'hashKey', 'pepper'],
  ['tail-sample', '5', 'tailSample', 5],
  ['tail-keep', 'fault = true', 'tailKeep', 'fault = true'],
  ['tail-wait', '30s', 'tailWaitMs', 30_000],
  ['tail-size', '8', 'tailSizeMb', 8],
];
const SWITCHES: readonly (readonly [names: string, member: keyof DaemonConfiguration])[] = [
  ['o local-mode', 'localMode'],
  ['log-rotation', 'logRotation'],
  ['no-verify-ssl', 'noVerifySsl'],
  ['http-intake', 'httpIntake'],
];

it.each(CASES)('-%s %s', (names, text, member, value) => {
  for (const name of names.split(' ')) {
    for (const form of [[`-${name}`, text], [`--${name}`, text], [`-${name}=${text}`], [`--${name}=${text}`]])
      expect(readDaemonFlags(form).settings).toEqual({ [member]: value });
  }
});

it.each(SWITCHES)('-%s is a switch', (names, member) => {
  for (const name of names.split(' ')) {
    for (const form of [`-${name}`, `--${name}`, `-${name}=true`, `--${name}=1`, `-${name}=T`])
      expect(readDaemonFlags([form]).settings).toEqual({ [member]: true });
    for (const form of [`-${name}=false`, `--${name}=0`, `-${name}=F`])
      expect(readDaemonFlags([form]).settings).toEqual({ [member]: false });
  }
});

it('no flag is without a test', () => {
  const tested = [...CASES, ...SWITCHES].flatMap(([names]) => names.split(' '));
  expect(tested.sort()).toEqual(
    Object.values(SETTINGS)
      .flatMap(({ flags }) => [...flags])
      .sort(),
  );
});

it('the last of several counts, and a value may look like a flag', () => {
  expect(readDaemonFlags(['-n', 'a', '--region=b', '-c', 'x', '-config', 'y'])).toEqual({
    settings: { region: 'b' },
    config: 'y',
    version: false,
    help: false,
  });
  expect(readDaemonFlags(['-n', '-o']).settings).toEqual({ region: '-o' });
  expect(readDaemonFlags(['-n=']).settings).toEqual({ region: '' });
});

it('everything that is wrong is named at once, and the exit code is 2', async () => {
  const parameters = ['-m', '2', '--bind_tcp', '--endpoint=ftp://x', '-o', 'true', '-n'];
  expect(await radiograph(['daemon', ...parameters])).toEqual({
    exitCode: 2,
    stdout: '',
    stderr: [
      'error: invalid value "2" for flag -m: expected a whole number from 3 to 65536, or 0',
      'flag provided but not defined: -bind_tcp; did you mean --bind-tcp?',
      'invalid value "ftp://x" for flag -endpoint: expected a URL such as http://radiograph:2000, aws, or several separated by commas',
      'unexpected argument "true"; a switch takes its value after =, as in -o=false',
      'radiograph daemon --help lists the flags\n',
    ].join('\n'),
  });
  expect((await radiograph(['daemon', '-n'])).stderr).toContain('flag needs an argument: -n');
});

it('version and help, in every form', async () => {
  for (const form of ['-v', '--version', '-version']) {
    const { exitCode, stdout } = await radiograph(['daemon', form]);
    expect({ exitCode, stdout }).toEqual({
      exitCode: 0,
      stdout: expect.stringMatching(/^AWS X-Ray daemon version: \d+\.\d+\.\d+ \(Radiograph\)\n$/),
    });
  }
  const { exitCode, stdout } = await radiograph(['daemon', '-h']);
  expect(exitCode).toBe(0);
  for (const { flags } of Object.values(SETTINGS))
    for (const flag of flags) expect(stdout).toContain(flag.length === 1 ? `  -${flag}, --` : `--${flag}`);
});
