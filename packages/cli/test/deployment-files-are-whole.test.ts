import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defaults, readCfgYaml } from '@radiograph/daemon';
import { expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { readDaemonFlags } from '../src/daemon-flags.js';

const DEPLOY = join(import.meta.dirname, '../../../deploy');
const fileText = (name: string) => readFileSync(join(DEPLOY, name), 'utf8');

/** Sections of a unit with their settings; fails at a line that is none of systemd's syntax. */
function readUnit(text: string): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const sections = new Map<string, Map<string, string>>();
  let current: Map<string, string> | undefined;
  for (const line of text.split('\n').filter((each) => each !== '' && !each.startsWith('#'))) {
    const [, section] = /^\[(\w+)\]$/.exec(line) ?? [];
    const [, key, value] = /^([A-Z]\w*)=(.*)$/.exec(line) ?? [];
    if (section !== undefined) {
      current = new Map();
      sections.set(section, current);
    } else if (key !== undefined && value !== undefined && current !== undefined) current.set(key, value);
    else throw new Error(`no setting of a unit: ${line}`);
  }
  return sections;
}

it('the systemd unit starts, reloads and stops the daemon, and keeps the spool', ({ skip }) => {
  const unit = readUnit(fileText('systemd/radiograph-daemon.service'));
  const service = unit.get('Service');
  expect([...unit.keys()]).toEqual(['Unit', 'Service', 'Install']);
  expect(service?.get('ExecStart')).toBe('/usr/bin/env radiograph daemon');
  expect(service?.get('ExecReload')).toBe('/bin/kill -HUP $MAINPID');
  expect(service?.get('KillSignal')).toBe('SIGTERM');
  expect(service?.get('StateDirectory')).toBe('radiograph-daemon');
  expect(Number(service?.get('TimeoutStopSec')) * 1000).toBeGreaterThan(2 * defaults().shutdownTimeoutMs);
  const verify = spawnSync('systemd-analyze', ['--version']);
  if (verify.status !== 0) skip('systemd-analyze is not on this machine; the syntax was checked above');
  execFileSync('systemd-analyze', ['verify', join(DEPLOY, 'systemd/radiograph-daemon.service')]);
});

it('the Dockerfile runs the daemon without a shell, not as root, with flags that it knows', () => {
  const lines = fileText('docker/Dockerfile')
    .replaceAll(/^#.*\n/gm, '')
    .replaceAll('\\\n', ' ')
    .split('\n')
    .filter((line) => line.trim() !== '');
  const instructions = lines.map((line) => {
    const [, name = '', rest = ''] = /^([A-Z]+) (.+)$/.exec(line) ?? [];
    return { name, rest };
  });
  const known = [
    'FROM',
    'ARG',
    'RUN',
    'ENV',
    'USER',
    'VOLUME',
    'EXPOSE',
    'STOPSIGNAL',
    'ENTRYPOINT',
    'HEALTHCHECK',
  ];
  expect(instructions.filter(({ name }) => !known.includes(name))).toEqual([]);
  expect(instructions[0]?.name).toBe('FROM');
  const all = (wanted: string) => instructions.filter(({ name }) => name === wanted).map(({ rest }) => rest);
  expect(all('EXPOSE')).toEqual(['2000/udp', '2000/tcp']);
  expect([all('USER'), all('STOPSIGNAL')]).toEqual([['node'], ['SIGTERM']]);
  const [command, subcommand, ...flags] = JSON.parse(all('ENTRYPOINT')[0] ?? '') as string[];
  expect([command, subcommand]).toEqual(['radiograph', 'daemon']);
  expect(readDaemonFlags(flags).settings).toEqual({
    udpAddresses: [{ host: '0.0.0.0', port: 2000 }],
    tcpAddress: { host: '0.0.0.0', port: 2000 },
    spool: '/var/lib/radiograph',
  });
  const [, check = ''] = /CMD (\[.*\])$/.exec(all('HEALTHCHECK')[0] ?? '') ?? [];
  const [, , script = ''] = JSON.parse(check) as string[];
  expect(spawnSync(process.execPath, ['--check', '-'], { input: script }).status).toBe(0);
});

it('the ECS task has the daemon as a sidecar that stops in time and has its ports', () => {
  const task = JSON.parse(fileText('ecs/task-definition.json')) as {
    volumes: { name: string }[];
    containerDefinitions: {
      name: string;
      stopTimeout?: number;
      portMappings: { containerPort: number; protocol: string }[];
      mountPoints?: { sourceVolume: string }[];
      environment?: { name: string; value: string }[];
    }[];
  };
  const daemon = task.containerDefinitions.find(({ name }) => name === 'radiograph-daemon');
  expect(daemon?.portMappings).toEqual([
    { containerPort: 2000, protocol: 'udp' },
    { containerPort: 2000, protocol: 'tcp' },
  ]);
  expect((daemon?.stopTimeout ?? 0) * 1000).toBeGreaterThan(2 * defaults().shutdownTimeoutMs);
  expect(task.volumes.map(({ name }) => name)).toEqual(
    daemon?.mountPoints?.map(({ sourceVolume }) => sourceVolume),
  );
  const [application] = task.containerDefinitions;
  expect(application?.environment).toContainEqual({
    name: 'AWS_XRAY_DAEMON_ADDRESS',
    value: '127.0.0.1:2000',
  });
});

it('the EKS manifest is whole: names meet, and the daemon takes its configuration', async () => {
  const documents = parseAllDocuments(fileText('eks/daemonset.yaml'));
  if (!Array.isArray(documents)) throw new Error('the manifest is empty');
  expect(documents.flatMap(({ errors }) => errors)).toEqual([]);
  const objects = documents.map((document) => document.toJS() as Manifest);
  const of = (kind: string) => objects.find((each) => each.kind === kind);
  expect(
    objects.every(({ apiVersion, metadata }) => apiVersion !== '' && metadata.namespace === 'default'),
  ).toBe(true);
  const set = of('DaemonSet')?.spec;
  const pod = set?.template?.spec;
  expect(set?.template?.metadata.labels).toEqual(set?.selector?.['matchLabels']);
  expect(of('Service')?.spec?.selector).toEqual(set?.selector?.['matchLabels']);
  expect(pod?.serviceAccountName).toBe(of('ServiceAccount')?.metadata.name);
  const [container] = pod?.containers ?? [];
  expect(container?.volumeMounts.map(({ name }) => name)).toEqual(pod?.volumes.map(({ name }) => name));
  expect(readDaemonFlags(container?.args ?? []).config).toBe('/etc/radiograph/cfg.yaml');
  const { settings, problems } = await readCfgYaml(of('ConfigMap')?.data?.['cfg.yaml'] ?? '');
  expect(problems).toEqual([]);
  expect(settings).toMatchObject({ region: 'eu-central-1', spool: '/var/lib/radiograph', spoolSizeMb: 256 });
});

/** What is looked at of an object of Kubernetes. */
interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace: string; readonly labels?: unknown };
  readonly data?: Readonly<Record<string, string>>;
  readonly spec?: {
    readonly selector?: Readonly<Record<string, unknown>>;
    readonly template?: {
      readonly metadata: { readonly labels: unknown };
      readonly spec: {
        readonly serviceAccountName: string;
        readonly volumes: readonly { readonly name: string }[];
        readonly containers: readonly {
          readonly args: readonly string[];
          readonly volumeMounts: readonly { readonly name: string }[];
        }[];
      };
    };
  };
}
