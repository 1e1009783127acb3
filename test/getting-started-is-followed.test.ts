import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { BatchGetTracesCommand, GetTraceSummariesCommand } from '@aws-sdk/client-xray';
import type { SegmentDocument } from '@radiograph/protocol';
import { matchers } from '@radiograph/sdk/testing';
import { afterAll, expect, test } from 'vitest';
import { codeBlocks } from './rig/documented-code.js';
import { eventually } from './rig/eventually.js';
import { freePort, StartedPrograms } from './rig/followed-page.js';
import { lendPackages, packSdk } from './rig/installed-sdk.js';
import { type RadiographProcess, startRadiograph } from './rig/radiograph-process.js';
import { temporaryFolder } from './rig/temporary-folder.js';

expect.extend(matchers);

const run = promisify(execFile);
const page = readFileSync(join(import.meta.dirname, '../docs/getting-started.md'), 'utf8');
const programs = new StartedPrograms();
let radiograph: RadiographProcess | undefined;
let dynamo: Server | undefined;

afterAll(async () => {
  await programs.stop();
  await radiograph?.stop();
  dynamo?.close();
});

/** What the traces of each request of the page must say, in order. */
const expectations: readonly ((segments: readonly SegmentDocument[]) => void)[] = [
  (segments) => {
    expect(segments).toHaveLength(1);
    expect(segments).toHaveSegment({ name: 'shop', http: { response: { status: 200 } } });
  },
  (segments) => {
    expect(segments).toHaveLength(2);
    expect(segments).toHaveSubsegment({
      namespace: 'remote',
      inside: 'shop',
      http: { response: { status: 200 } },
    });
    const stock = segments.find(({ name }) => name === 'stock');
    const shop = segments.find(({ name }) => name === 'shop');
    expect(stock?.parent_id).toBe(shop?.subsegments?.[0]?.id);
  },
  (segments) =>
    expect(segments).toHaveSubsegment({
      name: 'DynamoDB',
      namespace: 'aws',
      aws: { operation: 'ListTables' },
    }),
  (segments) =>
    expect(segments).toHaveSubsegment({
      namespace: 'remote',
      inside: 'shop',
      sql: { database_type: 'SQLite', sanitized_query: 'select * from orders where id = ? and total > ?' },
    }),
  (segments) => expect(segments[0]?.service?.['version']).toBe('1.4.2'),
  (segments) => expect(segments).toHaveSubsegment({ name: 'read lines', inside: 'load cart' }),
  (segments) => {
    expect(segments).toHaveSubsegment({ name: 'load cart', annotations: { items: 3 } });
    expect(segments).toHaveMetadata('cart', { owner: 'ada' }, 'shop');
    expect(segments).toHaveSegment({ user: 'ada' });
  },
];

test('a newcomer who follows getting-started.md sees every trace that it promises', async () => {
  const folder = temporaryFolder();
  const tarballs = await packSdk(temporaryFolder());
  const ports = { 3000: await freePort(), 3001: await freePort() };
  const onThisMachine = (text: string): string =>
    text.replaceAll('3000', `${ports[3000]}`).replaceAll('3001', `${ports[3001]}`);
  const env: NodeJS.ProcessEnv = { PATH: process.env['PATH'], AWS_EC2_METADATA_DISABLED: 'true' };
  const seen = new Set<string>();
  let request = 0;

  const commands: Record<string, (argument: string) => Promise<unknown>> = {
    'npm init -y': () => run('npm', ['init', '-y'], { cwd: folder }),
    // As long as the package is not on npm, what would be published is installed from its file.
    'npm install @radiograph/sdk': () =>
      run('npm', ['install', '--offline', '--no-audit', '--no-fund', ...tarballs], { cwd: folder }),
    'npx radiograph': async () => {
      radiograph = await startRadiograph(temporaryFolder());
      env['AWS_XRAY_DAEMON_ADDRESS'] = radiograph.daemonAddress;
    },
    'npm install @aws-sdk/client-dynamodb': async () => {
      lendPackages(folder, ['@aws-sdk/client-dynamodb']);
      Object.assign(env, await startDynamo());
    },
    'npm install libsql': async () => lendPackages(folder, ['libsql']),
    'node ': (file) => programs.start(file, folder, env),
    'curl ': async (url) => {
      expect((await fetch(onThisMachine(url))).status).toBe(200);
      const expectation = expectations[request++];
      await eventually(async () => expectation?.(await newSegments(seen)), 20_000);
      for (const { trace_id } of await newSegments(seen)) seen.add(trace_id);
      await programs.stop();
    },
  };

  for (const { info, code, line } of codeBlocks(page)) {
    if (info === 'js') {
      const file = /^\/\/ (\S+)\n/.exec(code)?.[1];
      if (file === undefined) throw new Error(`the block of line ${line} does not say which file it is`);
      writeFileSync(join(folder, file), onThisMachine(code));
      continue;
    }
    for (const command of code.trim().split('\n')) {
      const known = Object.keys(commands).find((prefix) => command.startsWith(prefix));
      if (info !== 'sh' || known === undefined)
        throw new Error(`nobody knows how to follow line ${line}: ${command}`);
      await commands[known]?.(command.slice(known.length));
    }
  }
  expect(request).toBe(expectations.length);
}, 180_000);

/** The segments of the traces that are not seen yet, as the X-Ray API gives them. */
async function newSegments(seen: ReadonlySet<string>): Promise<SegmentDocument[]> {
  const now = Date.now();
  const period = { StartTime: new Date(now - 600_000), EndTime: new Date(now + 60_000) };
  const { TraceSummaries = [] } = (await radiograph?.client.send(new GetTraceSummariesCommand(period))) ?? {};
  const TraceIds = TraceSummaries.flatMap(({ Id }) => (Id === undefined || seen.has(Id) ? [] : [Id]));
  expect(TraceIds).toHaveLength(1);
  const { Traces = [] } = (await radiograph?.client.send(new BatchGetTracesCommand({ TraceIds }))) ?? {};
  return Traces.flatMap(({ Segments = [] }) => Segments)
    .map(({ Document }) => JSON.parse(Document ?? '{}'))
    .filter(({ inferred }) => inferred !== true);
}

/** A DynamoDB in this process, and how the AWS SDK is told of it. */
async function startDynamo(): Promise<NodeJS.ProcessEnv> {
  dynamo = createRequire(import.meta.url)('dynalite')({ createTableMs: 0 }) as Server;
  dynamo.listen(0, '127.0.0.1');
  await once(dynamo, 'listening');
  return {
    AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${(dynamo.address() as AddressInfo).port}`,
    ...{ AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'any', AWS_SECRET_ACCESS_KEY: 'any' },
  };
}
