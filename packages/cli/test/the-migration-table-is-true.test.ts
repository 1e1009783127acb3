import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SETTINGS } from '@radiograph/daemon';
import { expect, it } from 'vitest';
import { daemonHelp } from '../src/daemon-help.js';

const root = join(import.meta.dirname, '../../..');
const page = readFileSync(join(root, 'docs/daemon.md'), 'utf8');
const [, table = ''] = page.split(/<!-{2} migration: (?:begin|end) -->/);
const rows = table
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .filter(([, first = '']) => first.startsWith('`'));
const names = rows.flatMap(([, first = '', here = '']) =>
  [...first.matchAll(/`([^`]+)`/g)].map(([, name = '']) => ({ name, same: here === 'the same' })),
);

// The lists below are of the daemon's own source at release 3.6.6.
const FLAGS =
  'a resource-arn o local-mode m buffer-memory n region b bind t bind-tcp r role-arn c config f log-file l log-level p proxy-address v version h help';
const KEYS =
  'TotalBufferSizeMB Concurrency Region Endpoint Socket.UDPAddress Socket.TCPAddress Logging.LogRotation Logging.LogLevel Logging.LogPath LocalMode ResourceARN RoleARN NoVerifySSL ProxyAddress Version';
const ENVIRONMENT =
  'AWS_REGION HTTPS_PROXY AWS_HOSTNAME AWS_INSTANCE_ID AWS_EXECUTION_ENV ECS_ENABLE_CONTAINER_METADATA ECS_CONTAINER_METADATA_FILE XRAY_DAEMON_CPU_PROFILE XRAY_DAEMON_MEMORY_PROFILE';

it('names every flag, key and variable of AWS’s daemon', () => {
  const told = new Set(names.map(({ name }) => name.replace(/^--?/, '')));
  const all = [FLAGS, KEYS, ENVIRONMENT].flatMap((list) => list.split(' '));
  expect(all.filter((name) => !told.has(name))).toEqual([]);
});

it('a flag or a key that is called the same is one here too', () => {
  const settings = Object.values(SETTINGS);
  const flags = [
    ...settings.flatMap((setting) => [...setting.flags]),
    ...'c config v version h help'.split(' '),
  ];
  const keys = [...settings.map(({ key }) => key), 'Version'];
  const known = new Set([...flags, ...keys]);
  expect([...FLAGS.split(' '), ...KEYS.split(' ')].filter((name) => !known.has(name))).toEqual([]);
  const different = names.filter(({ same }) => !same).map(({ name }) => name.replace(/^--?/, ''));
  expect(different.filter((name) => known.has(name))).toEqual([]);
});

it('a variable or a log line that is called the same is in the code', () => {
  const sources = [
    'daemon/src/aws/region.ts',
    'daemon/src/aws/outbound.ts',
    'daemon/src/aws/upstream.ts',
    'daemon/src/health/telemetry.ts',
    'daemon/src/relay/relay-log.ts',
    'daemon/src/outlet/outlet.ts',
    'daemon/src/daemon.ts',
    'cli/src/daemon-command.ts',
  ]
    .map((file) => readFileSync(join(root, 'packages', file), 'utf8'))
    .join('\n');
  const claimed = names.filter(({ name, same }) => same && (/^[A-Z_]+$/.test(name) || name.includes(' ')));
  expect(claimed.length).toBeGreaterThan(12);
  for (const { name } of claimed) {
    const [start = ''] = name.split(/ [NMS]\b| …|: …| ID,/, 1);
    const inCode = /^[A-Z_]+$/.test(name) ? sources.toUpperCase().includes(name) : sources.includes(start);
    expect([name, inCode]).toEqual([name, true]);
  }
});

it('every flag that the page names is one', () => {
  const help = daemonHelp();
  const named = new Set([...page.matchAll(/`--([a-z-]+)/g)].map(([, flag = '']) => flag));
  expect([...named].filter((flag) => !help.includes(`--${flag}`) && flag !== 'cpu-prof')).toEqual([]);
});
