import { subscribe } from 'node:diagnostics_channel';
import { defaultRecorder } from '../../index.js';
import { captureFetch } from '../fetch/index.js';
import { graphql } from '../graphql/index.js';
import { captureHttp } from '../http/index.js';
import { ioredis } from '../ioredis/index.js';
import { mysql2 } from '../mysql2/index.js';
import { redis } from '../redis/index.js';
import { hookEsModules } from './es-module.js';
import type { Integrations } from './integrations.js';
import { hookLoadedFiles } from './loaded-file.js';
import { hookNodeSqlite } from './node-sqlite.js';
import { recordServers } from './servers.js';
import { type AutoName, isOn, parseSwitches, type Switches, setSwitches } from './switches.js';

/**
 * Switches integrations on or off. Those that hook objects (`pg`, `aws`, `koa`, …) look when an object is first used; those
 * that listen for the whole process (`fetch`, `mysql2`, `redis`, `ioredis`, `graphql`, and calls of `http`) are
 * switched on by this but stay on.
 *
 * @example
 * auto({ pg: false });
 */
export function auto(switches: Switches = {}): void {
  setSwitches(switches);
  listen();
}

/** Switches on what the environment says, and says in one line what it does not understand. */
export function autoByEnvironment(integrations: Integrations, env: NodeJS.ProcessEnv = process.env): void {
  const { switches, unknown } = parseSwitches(env['RADIOGRAPH_AUTO'] ?? '');
  setSwitches(switches);
  if (unknown.length > 0)
    defaultRecorder().tellLeftOut(
      `RADIOGRAPH_AUTO names no integration by: ${unknown.join(', ').slice(0, 200)}`,
    );
  if (hookLoadedFiles(integrations)) {
    recordServers();
    hookEsModules(() => hookNodeSqlite(integrations));
    subscribe('fastify.initialization', (message) => onFastify(message, integrations));
  }
  listen();
}

const listening: Set<AutoName> = new Set();

const listeners: Partial<Record<AutoName, () => void>> = {
  http: () => captureHttp(),
  fetch: () => captureFetch(),
  mysql2: () => mysql2(),
  ioredis: () => ioredis(),
  redis: () => redis(),
  graphql: () => graphql(),
};

function listen(): void {
  for (const [name, begin] of Object.entries(listeners) as [AutoName, () => void][]) {
    if (!isOn(name) || listening.has(name)) continue;
    listening.add(name);
    begin();
  }
}

/** Fastify tells of each server that is made. */
function onFastify(message: unknown, integrations: Integrations): void {
  if (!isOn('fastify')) return;
  try {
    const { fastify: server } = message as { fastify: { register(plugin: unknown): unknown } };
    server.register(integrations.fastify().fastify());
  } catch (error) {
    defaultRecorder().tellLeftOut(
      'this version of Fastify takes plugins otherwise: it is not recorded',
      error,
    );
  }
}
