/**
 * One function in six forms: the work alone, recorded by the least code that can do it, and recorded by each contender; by ours also
 * with an option, which brings all of the SDK. The recorded ones send four documents, of the handler and its steps, each in a
 * datagram. Each reports the CPU time of its process when asked.
 */
export const functions: Readonly<Record<string, string>> = {
  bare: `
const around = (name, work) => work();
export const main = async (event) => event.report ? process.cpuUsage() : handle(around);
`,
  floor: `
import { AsyncLocalStorage } from 'node:async_hooks';
import { createSocket } from 'node:dgram';
const [host, port] = process.env.AWS_XRAY_DAEMON_ADDRESS.split(':');
const storage = new AsyncLocalStorage();
const socket = createSocket({ type: 'udp4', lookup: (address, family, answer) => answer(null, address, family) }).unref();
const half = () => Math.floor(Math.random() * 2 ** 32).toString(16).padStart(8, '0');
let sent = [];
const around = (name, work) => {
  const { trace_id, id: parent_id } = storage.getStore();
  const document = { type: 'subsegment', trace_id, parent_id, id: half() + half(), name, start_time: Date.now() / 1000 };
  return storage.run(document, async () => {
    const result = await work();
    document.end_time = Date.now() / 1000;
    const text = '{"format":"json","version":1}\\n' + JSON.stringify(document);
    sent.push(new Promise((done) => socket.send(text, Number(port), host, done)));
    return result;
  });
};
const recorded = async () => {
  const [trace_id, id] = process.env._X_AMZN_TRACE_ID.split(';').map((pair) => pair.slice(pair.indexOf('=') + 1));
  const result = await storage.run({ trace_id, id }, () => around('handler', () => handle(around)));
  await Promise.all(sent);
  sent = [];
  return result;
};
export const main = async (event) => event.report ? process.cpuUsage() : recorded();
`,
  radiograph: `
import { capture, lambda } from '@radiograph/sdk/lambda';
const recorded = lambda(() => handle(capture));
export const main = async (event, context) => event.report ? process.cpuUsage() : recorded(event, context);
`,
  'radiograph, configured': `
import { capture, configure } from '@radiograph/sdk';
import { lambda } from '@radiograph/sdk/lambda';
configure({ logLevel: 'error' });
const recorded = lambda(() => handle(capture));
export const main = async (event, context) => event.report ? process.cpuUsage() : recorded(event, context);
`,
  official: `
import xray from 'aws-xray-sdk-core';
const around = (name, work) => xray.captureAsyncFunc(name, async (subsegment) => {
  try {
    return await work();
  } finally {
    subsegment.close();
  }
});
export const main = async (event) => event.report ? process.cpuUsage() : around('handler', () => handle(around));
`,
  powertools: `
import { Tracer } from '@aws-lambda-powertools/tracer';
const tracer = new Tracer({ serviceName: 'f', captureHTTPsRequests: false });
const around = async (name, work) => {
  const parent = tracer.getSegment();
  const subsegment = parent.addNewSubsegment(name);
  tracer.setSegment(subsegment);
  try {
    return await work();
  } finally {
    subsegment.close();
    tracer.setSegment(parent);
  }
};
export const main = async (event) => event.report ? process.cpuUsage() : around('handler', () => handle(around));
`,
};

/** What every function does: three steps, one after another. */
export const handle = `
async function handle(around) {
  for (const name of ['load cart', 'price', 'pay']) await around(name, () => new Promise(setImmediate));
  return 'done';
}
`;
