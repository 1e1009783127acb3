import { afterAll, beforeAll, expect, it } from 'vitest';
import { type InstalledSdk, installSdk } from '../rig/installed-sdk.js';
import { runFunction, TRACE } from '../rig/lambda/lambda-rig.js';

const work = "async (event) => event.modules ? process.moduleLoadList : 'done'";
const recorded = `
const xray = require('@radiograph/sdk');
const { lambda } = require('@radiograph/sdk/lambda');
const handler = lambda(() => xray.capture('work', async () => 'done'), { name: 'handler' });
exports.main = async (event, context) => event.modules ? process.moduleLoadList : handler(event, context);
`;
/** The least that can be loaded: what is current has to be known, and a datagram to be sent. */
const floor = `
const { AsyncLocalStorage } = require('node:async_hooks');
const { createSocket } = require('node:dgram');
exports.main = async (event) => {
  if (event.modules) return process.moduleLoadList;
  const [host, port] = process.env.AWS_XRAY_DAEMON_ADDRESS.split(':');
  const socket = createSocket({ type: 'udp4', lookup: (address, family, answer) => answer(null, address, family) });
  return new AsyncLocalStorage().run({}, () => new Promise((done) => {
    socket.unref().send('{}', Number(port), host, () => setTimeout(done, 1, 'done'));
  }));
};
`;

let project: InstalledSdk;
beforeAll(async () => {
  project = await installSdk();
  project.write({ 'bare.js': `exports.main = ${work};`, 'floor.js': floor, 'recorded.js': recorded });
}, 120_000);
afterAll(() => project?.remove());

/** Node's own modules that are there after one invocation. */
async function modulesAfter(file: string, trace: string): Promise<ReadonlySet<string>> {
  const running = await runFunction(project, `${file}.main`);
  expect((await running.invoke({ event: {}, trace })).body).toBe('"done"');
  const { body } = await running.invoke({ event: { modules: true }, trace });
  return new Set(JSON.parse(body) as string[]);
}

it('the first invocation loads no more of Node than to know what is current and to send a datagram takes', async () => {
  const least = await modulesAfter('floor', TRACE);
  const loaded = await modulesAfter('recorded', TRACE);
  expect([...loaded].filter((module) => !least.has(module))).toEqual([]);
  expect(loaded).toContain('NativeModule dgram');
});

it('where the trace is not recorded, it does not load what sends', async () => {
  const loaded = await modulesAfter('recorded', TRACE.replace('Sampled=1', 'Sampled=0'));
  const bare = await modulesAfter('bare', TRACE);
  const more = [...loaded].filter((module) => !bare.has(module));
  expect(more.filter((module) => !/async_hooks|promise_hooks|timers/.test(module))).toEqual([]);
});
