import { basename, join } from 'node:path';
import type { EsbuildPlugin } from '@radiograph/sdk/esbuild';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { installBetterSqlite3 } from '../packages/sdk/test/rig/better-sqlite3.js';
import { startMariaDb } from '../packages/sdk/test/rig/mariadb.js';
import { type Had, tryToHave } from '../packages/sdk/test/rig/missing.js';
import { startPostgres } from '../packages/sdk/test/rig/postgres.js';
import { startRedis } from '../packages/sdk/test/rig/redis.js';
import type { ServerProcess } from '../packages/sdk/test/rig/server-process.js';
import { selfMade } from '../packages/sdk/test/self-made-certificate.js';
import { type Mark, marks, timesRecorded } from './rig/auto/marks.js';
import { type Recorded, runApplication, writeApplication } from './rig/auto/recorded-application.js';
import { type InstalledSdk, installSdk } from './rig/installed-sdk.js';
import { findNode } from './rig/node-versions.js';

const root = join(import.meta.dirname, '..');
let project: InstalledSdk;
const ports: Record<string, number> = {};
const servers: Had<ServerProcess>[] = [];
const betterSqlite3 = await tryToHave('better-sqlite3', installBetterSqlite3);
const hasBetterSqlite3 = 'had' in betterSqlite3;

beforeAll(async () => {
  project = await installSdk({});
  project.lend(...new Set(Object.values(marks).flatMap(({ packages }) => packages)));
  writeApplication(project);
  if ('had' in betterSqlite3) project.lendFolder('better-sqlite3', betterSqlite3.had);
  const starts = { postgres: startPostgres, mariadb: startMariaDb, redis: startRedis };
  for (const [name, start] of Object.entries(starts)) {
    const server = await tryToHave(name, start);
    servers.push(server);
    if ('had' in server) ports[name] = server.had.port;
  }
}, 240_000);
afterAll(async () => {
  for (const server of servers) if ('had' in server) await server.had.stop();
  project?.remove();
});

/** The scenarios that can be played on a version of Node, with the servers that are there. */
function playable(major: number, names: readonly string[] = Object.keys(marks)): [string, string][] {
  return names.flatMap((name): [string, string][] => {
    const mark = marks[name];
    return mark !== undefined && isThere(mark, major) ? [[name, mark.integration]] : [];
  });
}

function isThere({ needs }: Mark, major: number): boolean {
  if (needs === undefined) return true;
  if (needs === 'node:sqlite') return major >= 22;
  // Its binary is made for one version of Node.
  return needs === 'better-sqlite3' ? hasBetterSqlite3 && major === here : needs in ports;
}

const here = Number(process.versions.node.split('.')[0]);

function environment(
  played: readonly [string, string][],
  more: Readonly<Record<string, string>> = {},
): Record<string, string> {
  return {
    RIG_SCENARIOS: JSON.stringify(played),
    RIG_PORTS: JSON.stringify(ports),
    RIG_CERTIFICATE: JSON.stringify(selfMade),
    ...more,
  };
}

/** What was recorded how often, beside how often it should have been. */
function expectTimes(recorded: Recorded, times: Readonly<Record<string, number>>, prefix = ''): void {
  const seen = Object.keys(times).map((name) => [name, timesRecorded(name, recorded.get(prefix + name))]);
  expect(Object.fromEntries(seen)).toEqual(times);
}

const once = (played: readonly [string, string][]): Record<string, number> =>
  Object.fromEntries(played.map(([name]) => [name, marks[name]?.times ?? 0]));
const never = (played: readonly [string, string][]): Record<string, number> =>
  Object.fromEntries(played.map(([name]) => [name, 0]));

const auto = ['--import', '@radiograph/sdk/auto', 'app.cjs'];

describe.each([20, 22, 24, 26])('on Node %i', (major) => {
  test.each(['esm', 'cjs', 'mixed'])(
    'what an application in the form %s loads is recorded, each once',
    async (form) => {
      const node = await findNode(major);
      if ('missing' in node) return console.warn(node.missing);
      const played = playable(major);
      const { recorded, stderr } = await runApplication(project.folder, {
        node: node.path,
        args: auto,
        env: environment(played, { RIG_FORM: form }),
      });
      expectTimes(recorded, once(played));
      expect(stderr).not.toContain('radiograph');
    },
    120_000,
  );
});

test('what is wrapped by hand too is recorded once', async () => {
  const played = playable(here);
  for (const form of ['esm', 'cjs']) {
    const env = environment(played, { RIG_FORM: form, RIG_HAND: 'yes' });
    const { recorded } = await runApplication(project.folder, { args: auto, env });
    expectTimes(recorded, once(played));
  }
}, 120_000);

test('`--require` does the same', async () => {
  const played = playable(here);
  const args = ['--require', '@radiograph/sdk/auto', 'app.cjs'];
  const { recorded } = await runApplication(project.folder, { args, env: environment(played) });
  expectTimes(recorded, once(played));
}, 60_000);

test('the environment switches every integration off, and leaves the others on', async () => {
  const played = playable(here);
  const integrations = [...new Set(played.map(([, integration]) => integration))];
  for (const half of [0, 1]) {
    const isOff = (integration: string): boolean => integrations.indexOf(integration) % 2 === half;
    const off = integrations.filter(isOff);
    // Without servers of `http` nobody begins the segments that exceptions of Hono and Nest belong to.
    const needed = played.filter(
      ([, integration]) => !off.includes('http') || !/nest|hono/.test(integration),
    );
    const env = environment(needed, { RADIOGRAPH_AUTO: off.map((name) => `-${name}`).join() });
    const { recorded } = await runApplication(project.folder, { args: auto, env });
    expectTimes(recorded, never(needed.filter(([, integration]) => isOff(integration))));
    expectTimes(recorded, once(needed.filter(([, integration]) => !isOff(integration))));
  }
}, 120_000);

test.each([
  ['none', (name: string) => !/nest|hono|express/.test(name)],
  // The exceptions of these belong to segments that servers of `http` begin.
  ['http', (name: string) => /nest|hono|express/.test(name)],
] as const)(
  'where %s is on at first, the code switches every other integration on by itself',
  async (first, isPlayed) => {
    const played = playable(here).filter(([name]) => isPlayed(name));
    const env = environment(played, { RADIOGRAPH_AUTO: first, RIG_SWITCH: 'yes' });
    const { recorded } = await runApplication(project.folder, { args: auto, env });
    expectTimes(recorded, never(played), 'off ');
    expectTimes(recorded, once(played));
  },
  60_000,
);

/** Those with a binary, and what Nest looks for and does without. */
const external = [
  'libsql',
  'better-sqlite3',
  'pg-native',
  '@nestjs/microservices',
  '@nestjs/websockets',
  'class-*',
  '@fastify/static',
  '@fastify/view',
  '@fastify/multipart',
];

/** The application with all its libraries in one file. */
async function bundle(how: 'require' | 'import', plugins: readonly EsbuildPlugin[]): Promise<string> {
  const names = Object.values(marks).flatMap(({ packages }) => packages);
  const libraries = [...new Set(names)].map((name) => `'${name}': () => ${how}('${name}'),`);
  const outfile = join(project.folder, `bundle-${how}-${plugins.length}.cjs`);
  const entry = outfile.replace('.cjs', '-entry.cjs');
  project.write({
    [basename(entry)]:
      `require('@radiograph/sdk/auto'); globalThis.bundledLibraries = { ${libraries.join(' ')} }; require('./app.cjs');`,
  });
  await build({
    entryPoints: [entry],
    bundle: true,
    platform: 'node',
    outfile,
    external,
    nodePaths: [join(root, 'node_modules')],
    logLevel: 'error',
    plugins: [...plugins],
  });
  return basename(outfile);
}

test.each(['require', 'import'] as const)(
  'in a bundle of what %s takes, with the plugin of esbuild, all is recorded too',
  async (how) => {
    const { esbuild } = await import('@radiograph/sdk/esbuild');
    const played = playable(here);
    const { recorded } = await runApplication(project.folder, {
      args: [await bundle(how, [esbuild()])],
      env: environment(played),
    });
    expectTimes(recorded, once(played));
  },
  60_000,
);

test('in a bundle without the plugin, what is hooked in files of libraries is not seen', async () => {
  const played = playable(here, ['http', 'fetch', 'fastify5', 'koa', 'hono', 'aws', 'pg']);
  const { recorded } = await runApplication(project.folder, {
    args: [await bundle('require', [])],
    env: environment(played),
  });
  const seen = playable(here, ['http', 'fetch', 'fastify5']);
  expectTimes(recorded, { ...never(played), ...once(seen) });
}, 60_000);
