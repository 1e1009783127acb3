import { execFile } from 'node:child_process';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from './rig/eventually.js';
import { type InstalledSdk, installSdk } from './rig/installed-sdk.js';
import { findNode } from './rig/node-versions.js';

const run = promisify(execFile);
const root = join(import.meta.dirname, '..');

interface Document {
  readonly id: string;
  readonly name: string;
  readonly http?: { readonly request?: { readonly url?: string }; readonly response?: { status?: number } };
  readonly cause?: { readonly exceptions?: readonly { readonly message?: string }[] };
  readonly subsegments?: readonly Document[];
}

let project: InstalledSdk;
beforeAll(async () => {
  project = await installSdk({});
  project.lend('koa', 'express4', 'express5', 'fastify5', '@hapi/hapi', 'libsql', '@aws-sdk/client-dynamodb');
  project.write({
    'work.cjs': WORK,
    'app.cjs': `const libraries = { koa: require('koa'), express4: require('express4'), express5: require('express5'), fastify: require('fastify5'),
      hapi: require('@hapi/hapi'), Database: require('libsql'), dynamo: require('@aws-sdk/client-dynamodb') };
      require('./work.cjs')(libraries);`,
    'app.mjs': `import koa from 'koa'; import express4 from 'express4'; import express5 from 'express5'; import fastify from 'fastify5';
      import * as hapi from '@hapi/hapi'; import Database from 'libsql'; import * as dynamo from '@aws-sdk/client-dynamodb';
      import work from './work.cjs';
      work({ koa, express4, express5, fastify, hapi, Database, dynamo });`,
    'mixed.mjs': `import { createRequire } from 'node:module'; import koa from 'koa'; import fastify from 'fastify5'; import { server } from '@hapi/hapi';
      const require = createRequire(import.meta.url);
      const { default: work } = await import('./work.cjs');
      work({ koa, fastify, hapi: { server }, express4: require('express4'), express5: (await import('express5')).default,
        Database: require('libsql'), dynamo: await import('@aws-sdk/client-dynamodb') });`,
    // The libraries are in the bundle, but for the one with a binary.
    'bundled.cjs': `require('@radiograph/sdk/auto');
      const libraries = { koa: require('koa'), express4: require('express4'), express5: require('express5'), fastify: require('fastify5'),
      hapi: require('@hapi/hapi'), Database: require('libsql'), dynamo: require('@aws-sdk/client-dynamodb') };
      require('./work.cjs')(libraries);`,
  });
}, 120_000);
afterAll(() => project?.remove());

/** One request to a server of each framework, which calls a service, DynamoDB's wire model and a database. */
const WORK = `
const http = require('node:http');
const { once } = require('node:events');
const listen = async (server) => { server.listen(0, '127.0.0.1'); await once(server, 'listening'); return server.address().port; };
module.exports = async ({ koa, express4, express5, fastify, hapi, Database, dynamo }) => {
  const callee = http.createServer((request, response) => {
    response.setHeader('content-type', 'application/x-amz-json-1.0');
    response.end(request.headers['x-amz-target'] ? '{"TableNames":[]}' : String(request.headers['x-amzn-trace-id']));
  });
  const calleePort = await listen(callee);
  const database = new Database(':memory:');
  const client = new dynamo.DynamoDBClient({ region: 'eu-west-1', endpoint: 'http://127.0.0.1:' + calleePort,
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' } });
  const work = async () => {
    await new Promise((resolve, reject) => http.get({ port: calleePort, host: '127.0.0.1', path: '/by-http' },
      (response) => response.resume().on('end', resolve)).on('error', reject));
    await (await fetch('http://127.0.0.1:' + calleePort + '/by-fetch')).text();
    await client.send(new dynamo.ListTablesCommand({}));
    database.prepare('select 42 as answer').get();
  };
  const { default: Koa = koa } = koa;
  const app = new Koa();
  app.silent = true;
  app.use(async (context) => { if (context.path === '/koa-fails') throw new Error('koa failed'); await work(); context.body = 'koa'; });
  const five = express5();
  five.get('/express5', async (request, response) => { await work(); response.end('express5'); });
  five.get('/express5-fails', async () => { throw new Error('express5 failed'); });
  five.use((error, request, response, next) => response.status(500).end());
  const four = express4();
  four.get('/express4', (request, response, next) => { work().then(() => response.end('express4'), next); });
  four.get('/express4-fails', () => { throw new Error('express4 failed'); });
  four.use((error, request, response, next) => response.status(500).end());
  const fast = fastify();
  fast.get('/fastify', async () => { await work(); return 'fastify'; });
  fast.get('/fastify-fails', async () => { throw new Error('fastify failed'); });
  const hap = hapi.server({ port: 0, host: '127.0.0.1', debug: false });
  hap.route({ method: 'GET', path: '/hapi', handler: async () => { await work(); return 'hapi'; } });
  hap.route({ method: 'GET', path: '/hapi-fails', handler: () => { throw new Error('hapi failed'); } });
  await fast.listen({ port: 0, host: '127.0.0.1' });
  await hap.start();
  const servers = { koa: http.createServer(app.callback()), express5: http.createServer(five), express4: http.createServer(four) };
  const ports = { fastify: fast.server.address().port, hapi: hap.info.port };
  for (const name in servers) ports[name] = await listen(servers[name]);
  for (const name in ports) for (const path of ['/' + name, '/' + name + '-fails']) {
    const response = await fetch('http://127.0.0.1:' + ports[name] + path);
    await response.text();
  }
  for (const name in servers) { servers[name].close(); servers[name].closeAllConnections(); }
  callee.close(); callee.closeAllConnections();
  await fast.close(); await hap.stop();
  client.destroy();
};`;

const frameworks = ['koa', 'express4', 'express5', 'fastify', 'hapi'];

/** Runs an application beside a daemon, and gives the segments of the frameworks by their path. */
async function segmentsOf(
  node: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  isWhole = (found: Found): boolean => found.size >= 2 * frameworks.length,
): Promise<Found> {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const found = collect(socket);
  try {
    const { port } = socket.address() as AddressInfo;
    await run(node, [...args], {
      cwd: project.folder,
      env: {
        ...process.env,
        AWS_XRAY_DAEMON_ADDRESS: `127.0.0.1:${port}`,
        RADIOGRAPH_SAMPLING: 'all',
        ...env,
      },
    });
    await eventually(async () => expect(isWhole(found)).toBe(true));
    return found;
  } finally {
    socket.close();
  }
}

type Found = Map<string, Document>;

function collect(socket: Socket): Found {
  const found: Found = new Map();
  socket.on('message', (message) => {
    const document = JSON.parse(message.toString().split('\n')[1] ?? '{}') as Document;
    const url = document.http?.request?.url;
    const path = url === undefined ? '' : new URL(url).pathname;
    if (frameworks.some((name) => path === `/${name}` || path === `/${name}-fails`))
      found.set(path, document);
  });
  return found;
}

const callsOf = (document: Document | undefined): string[] =>
  (document?.subsegments ?? []).map(({ name }) => name.replace(/:\d+$/, '')).sort();

const all = ['127.0.0.1', '127.0.0.1', 'DynamoDB', ':memory:'].sort();

function expectWhole(found: Found): void {
  for (const name of frameworks) {
    expect(callsOf(found.get(`/${name}`)), name).toEqual(all);
    const failed = found.get(`/${name}-fails`);
    expect(failed?.http?.response?.status, name).toBe(500);
    expect(
      failed?.cause?.exceptions?.map(({ message }) => message),
      name,
    ).toEqual([`${name} failed`]);
  }
}

const auto = ['--import', '@radiograph/sdk/auto'];

describe.each([20, 22, 24, 26])('on Node %i', (major) => {
  test.each(['app.cjs', 'app.mjs', 'mixed.mjs'])(
    '%s is recorded as if each library had been wrapped, once',
    async (file) => {
      const node = await findNode(major);
      if ('missing' in node) return console.warn(node.missing);
      expectWhole(await segmentsOf(node.path, [...auto, file]));
    },
    60_000,
  );
});

test('`--require` does the same', async () => {
  expectWhole(await segmentsOf(process.execPath, ['--require', '@radiograph/sdk/auto', 'app.cjs']));
}, 60_000);

test('a switch of the environment turns one integration off, and no other', async () => {
  const env = { RADIOGRAPH_AUTO: '-aws,-sqlite' };
  const found = await segmentsOf(process.execPath, [...auto, 'app.mjs'], env);
  // What the client of AWS sends is then a call of http like others.
  expect(callsOf(found.get('/koa'))).toEqual(['127.0.0.1', '127.0.0.1', '127.0.0.1']);
}, 60_000);

test('a switch of the code turns one integration off, and no other', async () => {
  project.write({
    'off.mjs': `import { auto } from '@radiograph/sdk/auto'; auto({ aws: false, sqlite: false }); await import('./app.mjs');`,
  });
  const found = await segmentsOf(process.execPath, ['off.mjs']);
  expect(callsOf(found.get('/koa'))).toEqual(['127.0.0.1', '127.0.0.1', '127.0.0.1']);
}, 60_000);

test.each([true, false])(
  'in a bundle, with the plugin: %s',
  async (isPlugged) => {
    const { esbuild } = await import('@radiograph/sdk/esbuild');
    const outfile = join(project.folder, `bundle-${isPlugged}.cjs`);
    await build({
      entryPoints: [join(project.folder, 'bundled.cjs')],
      bundle: true,
      platform: 'node',
      outfile,
      external: ['libsql'],
      nodePaths: [join(root, 'node_modules')],
      logLevel: 'error',
      plugins: isPlugged ? [esbuild()] : [],
    });
    const found = await segmentsOf(process.execPath, [outfile]);
    if (isPlugged) expectWhole(found);
    // Channels and servers are Node's own and do without; a library that is hooked in its file is not.
    else expect(callsOf(found.get('/koa'))).not.toContain('DynamoDB');
  },
  60_000,
);
