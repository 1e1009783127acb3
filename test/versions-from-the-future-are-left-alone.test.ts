import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type InstalledSdk, installSdk } from './rig/installed-sdk.js';
import { findNode } from './rig/node-versions.js';

const run = promisify(execFile);

/** A file of a library, version 99, which is built otherwise than all that are known; each gives its own name. */
interface Future {
  readonly path: string;
  readonly text: string;
  readonly integration: string;
}

const futures: Readonly<Record<string, Future>> = {
  pg: { path: 'lib/client.js', text: `module.exports = { query: () => 'pg' };`, integration: 'pg' },
  'pg-pool': {
    path: 'index.js',
    text: `module.exports = class { query() { return 'pg-pool' } };`,
    integration: 'pg',
  },
  mysql2: {
    path: 'lib/pool.js',
    text: `module.exports = { getConnection: 'mysql2' };`,
    integration: 'mysql2',
  },
  '@smithy/core': {
    path: 'dist-cjs/submodules/client/index.js',
    text: `module.exports = { Client: { send: '@smithy/core' } };`,
    integration: 'aws',
  },
  libsql: {
    path: 'index.js',
    text: `module.exports = class { run() { return 'libsql' } };`,
    integration: 'sqlite',
  },
  koa: { path: 'lib/application.js', text: `module.exports = () => 'koa';`, integration: 'koa' },
  '@hapi/hapi': { path: 'lib/index.js', text: `exports.start = () => '@hapi/hapi';`, integration: 'hapi' },
  express4: {
    path: 'lib/router/layer.js',
    text: `module.exports = function Layer() {}; module.exports.prototype.handle = () => 'express4';`,
    integration: 'express',
  },
  hono: {
    path: 'dist/hono-base.js',
    text: `const Hono = class {}; export { Hono as HonoBase };`,
    integration: 'hono',
  },
  '@nestjs/core': {
    path: 'nest-application.js',
    text: `export const NestApplication = Object.freeze({ name: 'NestApplication' });`,
    integration: 'nest',
  },
  '@grpc/grpc-js': {
    path: 'build/src/client-interceptors.js',
    text: `exports.intercept = () => '@grpc/grpc-js';`,
    integration: 'grpc',
  },
  bullmq: {
    path: 'dist/cjs/classes/queue-base.js',
    text: `exports.QueueBase = class { add() { return 'bullmq' } };`,
    integration: 'bullmq',
  },
};
const modules = ['hono', '@nestjs/core'];

const APP = `
  const seen = {};
  for (const [name, path] of ${JSON.stringify(Object.entries(futures).map(([name, { path }]) => [name, path]))}) {
    const library = await import('./node_modules/' + name + '/' + path);
    const { default: whole = library } = library;
    seen[name] = [typeof whole, ...Object.keys(whole), ...Object.getOwnPropertyNames(whole.prototype ?? {})].join();
  }
  // Channels that tell otherwise than those that are known.
  const { tracingChannel, channel } = await import('node:diagnostics_channel');
  for (const message of [undefined, null, 7, 'text', {}, Object.freeze({ query: 1, command: {}, args: 2, req: 3, document: 4 })]) {
    for (const name of ['mysql2:query', 'mysql2:execute', 'ioredis:command', 'ioredis:batch', 'node-redis:command',
      'node-redis:batch', 'graphql:execute', 'graphql:subscribe', 'express.router.request']) {
      const { start, end, asyncStart, asyncEnd, error } = tracingChannel(name);
      for (const part of [start, end, asyncStart, asyncEnd, error]) part.publish(message);
      start.runStores(message, () => {});
      asyncStart.runStores(message, () => {});
    }
    if (typeof message === 'object' && message !== null) for (const name of ['fastify.initialization', 'undici:request:create', 'undici:request:headers', 'undici:request:error',
      'http.client.response.finish', 'http.client.request.error']) channel(name).publish(message);
  }
  const { createServer } = await import('node:http');
  const server = createServer();
  server.on('request', (...args) => { seen.request = args.length; });
  server.emit('request', 'no request', undefined);
  await new Promise((later) => setTimeout(later, 10));
  console.log(JSON.stringify(seen));
`;

let project: InstalledSdk;
beforeAll(async () => {
  project = await installSdk();
  for (const [name, { path, text }] of Object.entries(futures)) {
    const type = modules.includes(name) ? 'module' : 'commonjs';
    project.write({
      [`node_modules/${name}/package.json`]: JSON.stringify({ name, version: '99.0.0', type }),
      [`node_modules/${name}/${path}`]: text,
    });
  }
  project.write({
    'app.mjs': APP,
    'segment.mjs': `import { segment } from '@radiograph/sdk'; await segment('shop', () => import('./app.mjs'));`,
  });
}, 120_000);
afterAll(() => project?.remove());

test.each([20, 24])(
  'on Node %i libraries of an unknown version do what they do without us, and one log line for each says so',
  async (major) => {
    const node = await findNode(major);
    if ('missing' in node) return console.warn(node.missing);
    const env = { ...process.env, RADIOGRAPH_SAMPLING: 'all', AWS_XRAY_DAEMON_ADDRESS: '127.0.0.1:9' };
    const inFolder = { cwd: project.folder, env };
    const bare = await run(node.path, ['app.mjs'], inFolder);
    const recorded = await run(node.path, ['--import', '@radiograph/sdk/auto', 'segment.mjs'], inFolder);
    expect(JSON.parse(recorded.stdout)).toEqual(JSON.parse(bare.stdout));
    const lines = recorded.stderr.split('\n').filter((line) => line.startsWith('radiograph: '));
    for (const [name, { integration }] of Object.entries(futures))
      expect(lines.filter((line) => line.includes(`/node_modules/${name}/`))).toEqual([
        expect.stringContaining(`the library of /${integration} is built otherwise`),
      ]);
  },
  60_000,
);
