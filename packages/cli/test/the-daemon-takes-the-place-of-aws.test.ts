import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, createServer as createTcpServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';
import { openSender } from '../../daemon/test/datagram-sender.js';
import { eventually } from '../../daemon/test/eventually.js';
import { startFakeXray } from '../../daemon/test/fake-xray.js';
import { type DaemonProcess, startDaemonProcess, startSilently } from './daemon-process.js';
import { radiograph, startRadiograph } from './radiograph-process.js';
import { temporaryFolder } from './temporary-folder.js';
import { segmentNames } from './traces.js';

const run = promisify(execFile);
const APPLICATION = join(import.meta.dirname, '../../../test/rig/official-sdk-application.cjs');

/** Runs an application with AWS's own SDK, and gives the id of its trace. */
async function runApplication(port: number): Promise<string> {
  const env = { ...process.env, AWS_XRAY_DAEMON_ADDRESS: `127.0.0.1:${port}` };
  const { stdout } = await run(process.execPath, [APPLICATION], { env });
  return stdout.trim().split('\n').at(-1) ?? '';
}

async function send(port: number, ...documents: readonly string[]): Promise<void> {
  const sender = await openSender({ address: '127.0.0.1', family: 'IPv4', port });
  for (const document of documents) await sender.send(`{"format": "json", "version": 1}\n${document}`);
  sender.close();
}

async function listening(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

const textOf = (daemon: DaemonProcess) => daemon.output().replaceAll(/\d\.\d{3} seconds/g, '# seconds');

it("what AWS's own SDK sends arrives in this project's service, through an outage and a kill -9", async () => {
  const data = temporaryFolder();
  const service = await startRadiograph('--data', data);
  const spool = temporaryFolder();
  const flags = ['--endpoint', service.url, '--spool', spool, '--batch-age', '50ms', '--attempts', '1'];
  const daemon = await startDaemonProcess(flags);
  const first = await runApplication(daemon.udpPort);
  const stored = async (id: string) => Object.keys(await segmentNames(service.url, [id]));
  await eventually(async () => expect(await stored(first)).toEqual([first]));
  await service.stop();
  const second = await runApplication(daemon.udpPort);
  await eventually(async () => {
    const health = await (await fetch(`http://127.0.0.1:${daemon.tcpPort}/health`)).json();
    expect(health).toMatchObject({ status: 'degraded', outlets: [{ taken: 2, sent: 1 }] });
    expect(daemon.output()).toContain('they wait on disk');
  });
  await daemon.stop('SIGKILL');
  const again = await startRadiograph('--data', data, '--port', String(service.port));
  onTestFinished(async () => void (await again.stop()));
  await startDaemonProcess(flags);
  await eventually(async () => expect(await stored(second)).toEqual([second]));
}, 60_000);

it('logs as AWS’s daemon does: start, batches, refusals, the end', async () => {
  const xray = await startFakeXray();
  xray.mood = 'partial';
  const daemon = await startDaemonProcess([
    '-n',
    'eu-central-1',
    '--endpoint',
    xray.url,
    '--batch-age',
    '100ms',
  ]);
  await send(daemon.udpPort, '{"id":"1"}', '{"id":"2"}');
  await eventually(() =>
    expect(textOf(daemon)).toContain('[Info] Successfully sent batch of 2 segments (# seconds)\n'),
  );
  await send(
    daemon.udpPort,
    '{"id":"70de5b6f19ff9a0a","trace_id":"1-581cf771-a006649127e371903a2de979","x":"refuse-me"}',
  );
  await eventually(() => {
    expect(textOf(daemon)).toContain(
      '[Info] Sent batch of 1 segments but had 1 Unprocessed segments (# seconds)\n',
    );
    expect(textOf(daemon)).toContain(
      '[Error] Unprocessed trace 1-581cf771-a006649127e371903a2de979, segment: {',
    );
  });
  expect(await daemon.stop()).toBe(0);
  expect(textOf(daemon)).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ \[Info\] Initializing Radiograph daemon/);
  expect(textOf(daemon)).toContain('[Info] Using region: eu-central-1\n');
  expect(textOf(daemon)).toContain('[Info] Got shutdown signal: terminated\n');
});

it('SIGTERM sends what waits, and ends in time though nobody answers', async () => {
  const xray = await startFakeXray();
  const flags = [
    '--endpoint',
    xray.url,
    '--batch-age',
    '1h',
    '--shutdown-timeout',
    '500ms',
    '--spool',
    'off',
  ];
  const daemon = await startDaemonProcess(flags);
  await send(daemon.udpPort, '{"n":1}');
  expect(await daemon.stop()).toBe(0);
  expect(xray.documents).toEqual(['{"n":1}']);
  const other = await startDaemonProcess(flags);
  await send(other.udpPort, '{"n":2}');
  await eventually(async () => {
    const { intakes } = await (await fetch(`http://127.0.0.1:${other.tcpPort}/health`)).json();
    expect(intakes[0].received).toBe(1);
  });
  xray.mood = 'hang';
  expect(await other.stop('SIGINT')).toBe(0);
  expect(other.output()).toContain('"dropped":{"shutdown":1}');
});

it('SIGHUP reads the file again, takes what is good and keeps the old one when it is bad', async () => {
  const one = await startFakeXray();
  const other = await startFakeXray();
  const file = join(temporaryFolder(), 'cfg.yaml');
  const write = (endpoint: string) =>
    writeFileSync(file, `Endpoint: "${endpoint}"\nRegion: eu-west-1\nBatch:\n  Age: 20ms\nVersion: 2\n`);
  write(one.url);
  const daemon = await startDaemonProcess(['-c', file]);
  await send(daemon.udpPort, '{"n":1}');
  await eventually(() => expect(one.documents).toEqual(['{"n":1}']));
  write('nonsense');
  daemon.child.kill('SIGHUP');
  await eventually(() => expect(daemon.output()).toContain(`The configuration stays as it was`));
  expect(daemon.output()).toContain(`${file}:1: Endpoint is "nonsense"; expected a URL`);
  write(other.url);
  daemon.child.kill('SIGHUP');
  await eventually(() => expect(daemon.output()).toContain('Read the configuration again'));
  await send(daemon.udpPort, '{"n":2}');
  await eventually(() => expect(other.documents).toEqual(['{"n":2}']));
  expect(await daemon.stop()).toBe(0);
});

it('flags beat the file, the file beats the environment', async () => {
  const xray = await startFakeXray();
  const file = join(temporaryFolder(), 'cfg.yaml');
  writeFileSync(
    file,
    `Endpoint: "${xray.url}"\nRegion: eu-west-1\nSocket:\n  UDPAddress: "127.0.0.1:0"\nVersion: 1\n`,
  );
  const regionOf = async (flags: readonly string[], environment: NodeJS.ProcessEnv) => {
    const daemon = await startDaemonProcess(['-c', file, ...flags], environment, ['-t', '127.0.0.1:0']);
    await daemon.stop();
    return /Using region: (\S+)/.exec(daemon.output())?.[1];
  };
  expect(await regionOf(['-n', 'us-west-2'], { AWS_REGION: 'sa-east-1' })).toBe('us-west-2');
  expect(await regionOf([], { AWS_REGION: 'sa-east-1' })).toBe('eu-west-1');
  writeFileSync(file, `Endpoint: "${xray.url}"\nVersion: 2\n`);
  expect(await regionOf([], { AWS_REGION: 'sa-east-1' })).toBe('sa-east-1');
  const metadata = join(temporaryFolder(), 'metadata.json');
  writeFileSync(metadata, JSON.stringify({ TaskARN: 'arn:aws:ecs:ap-south-1:1:task/x' }));
  const ecs = { ECS_ENABLE_CONTAINER_METADATA: 'true', ECS_CONTAINER_METADATA_FILE: metadata };
  expect(await regionOf([], ecs)).toBe('ap-south-1');
  const home = temporaryFolder();
  mkdirSync(join(home, '.aws'));
  writeFileSync(
    join(home, '.aws/config'),
    '[profile x]\nregion = no\n[default]\noutput=json\nregion = ca-central-1\n',
  );
  expect(await regionOf(['-o'], { ...ecs, HOME: home })).toBe('ca-central-1');
});

it('EC2’s metadata is asked for the region, and the role is assumed with AWS’s session name', async () => {
  const asked: string[] = [];
  const machine = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    response.end(request.method === 'PUT' ? 'token' : 'eu-north-1');
  });
  const sts = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk;
    });
    request.on('end', () => {
      asked.push(new URLSearchParams(body).get('RoleSessionName') ?? '');
      response.end(`<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
        <AccessKeyId>ASSUMED</AccessKeyId><SecretAccessKey>a-secret-of-nobody</SecretAccessKey>
        <SessionToken>session</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration>
        </Credentials></AssumeRoleResult></AssumeRoleResponse>`);
    });
  });
  const xray = await startFakeXray();
  const environment = {
    AWS_EC2_METADATA_DISABLED: 'false',
    AWS_EC2_METADATA_SERVICE_ENDPOINT: `http://127.0.0.1:${await listening(machine)}`,
    AWS_ENDPOINT_URL_STS: `http://127.0.0.1:${await listening(sts)}`,
  };
  const proxy = createServer((request, response) => {
    // Stands for AWS in the region: the daemon is told no endpoint, and everything goes through this proxy.
    response.end(request.url);
  });
  const role = ['-r', 'arn:aws:iam::123456789012:role/relay', '--batch-age', '20ms'];
  const daemon = await startDaemonProcess(
    [...role, '-p', `http://127.0.0.1:${await listening(proxy)}`],
    environment,
  );
  expect(daemon.output()).toContain('Using region: eu-north-1');
  const direct = await startDaemonProcess([...role, '--endpoint', xray.url], environment);
  await send(direct.udpPort, '{"n":1}');
  await eventually(() => expect(xray.documents).toEqual(['{"n":1}']));
  expect(xray.requests[0]).toMatchObject({
    fault: undefined,
    headers: { 'x-amz-security-token': 'session' },
  });
  expect(xray.requests[0]?.headers.authorization).toContain('Credential=ASSUMED/');
  expect(asked).toContain('GET /latest/meta-data/placement/region');
  expect(asked).toContain('xray-daemon');
});

it('sends through a proxy, by flag', async () => {
  const xray = await startFakeXray();
  const through: string[] = [];
  const proxy = createTcpServer((socket) => {
    socket.once('data', (head: Buffer) => {
      through.push(head.toString().split('\r\n', 1)[0] ?? '');
      const onward = connect(xray.port, '127.0.0.1');
      onward.write(head.toString().replace(/^POST http:\/\/[^/]+/, 'POST '));
      socket.pipe(onward).pipe(socket);
    });
    socket.on('error', () => {});
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void proxy.close());
  await once(proxy, 'listening');
  const { port } = proxy.address() as AddressInfo;
  const daemon = await startDaemonProcess([
    '-p',
    `http://127.0.0.1:${port}`,
    '--endpoint',
    xray.url,
    '--batch-age',
    '20ms',
  ]);
  await send(daemon.udpPort, '{"n":1}');
  await eventually(() => expect(xray.documents).toEqual(['{"n":1}']));
  expect(through[0]).toBe(`POST ${xray.url}/TraceSegments HTTP/1.1`);
});

it('logs to a file, by level and as JSON, and opens it again after it was moved away', async () => {
  const xray = await startFakeXray();
  const folder = temporaryFolder();
  const file = join(folder, 'logs', 'xray.log');
  const config = join(folder, 'cfg.yaml');
  const settings = (level: string) =>
    writeFileSync(
      config,
      `Endpoint: ${xray.url}\nLogging:\n  LogPath: ${file}\n  LogLevel: ${level}\n  Format: json\nVersion: 2\n`,
    );
  settings('warn');
  const quiet = startSilently(config);
  await eventually(() => expect(existsSync(file)).toBe(true));
  await sleep(1000);
  quiet.kill('SIGTERM');
  await once(quiet, 'exit');
  expect(readFileSync(file, 'utf8')).toBe('');
  settings('debug');
  const child = startSilently(config);
  await eventually(() => expect(readFileSync(file, 'utf8')).toContain('Starting proxy http server'));
  renameSync(file, `${file}.moved`);
  child.kill('SIGHUP');
  await eventually(() => expect(readFileSync(file, 'utf8')).toContain('Read the configuration again'));
  for (const line of readFileSync(`${file}.moved`, 'utf8').trim().split('\n'))
    expect(JSON.parse(line)).toMatchObject({
      level: expect.any(String),
      time: expect.any(String),
      msg: expect.any(String),
    });
});

it('a configuration that cannot be used ends with 1 and everything that is wrong with it', async () => {
  const file = join(temporaryFolder(), 'cfg.yaml');
  writeFileSync(file, 'Regoin: x\nConcurrency: many\nLogRotation: true\n');
  expect(await radiograph(['daemon', '-c', file])).toEqual({
    exitCode: 1,
    stdout: '',
    stderr: `error: the configuration cannot be used:
  ${file}:1: Version is missing; add Version: 2
  ${file}:1: Regoin is no key of this file
  ${file}:2: Concurrency is "many"; expected a whole number from 1 to 1000
  ${file}:3: LogRotation has become Logging.LogRotation; write that in its place
`,
  });
  const { exitCode, stderr } = await radiograph(['daemon', '-c', join(file, 'none')]);
  expect({ exitCode, stderr }).toEqual({
    exitCode: 1,
    stderr: expect.stringMatching(/^error: .* cannot be read: ENOTDIR/),
  });
});

it('a port that is taken ends with 1 and says so', async () => {
  const xray = await startFakeXray();
  const daemon = await startDaemonProcess(['--endpoint', xray.url]);
  const { exitCode, stderr } = await radiograph([
    'daemon',
    '--endpoint',
    xray.url,
    '-b',
    `127.0.0.1:${daemon.udpPort}`,
  ]);
  expect(exitCode).toBe(1);
  expect(stderr).toContain(`error: UDP 127.0.0.1:${daemon.udpPort} is taken`);
});
