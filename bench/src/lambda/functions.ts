/** One function in four forms: the work alone, and recorded by each contender. Each reports the CPU time of its process when asked. */
export const functions: Readonly<Record<string, string>> = {
  bare: `
const around = (name, work) => work();
export const main = async (event) => event.report ? process.cpuUsage() : handle(around);
`,
  radiograph: `
import { capture } from '@radiograph/sdk';
import { lambda } from '@radiograph/sdk/lambda';
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
