import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type InstalledSdk, installSdk } from '../rig/installed-sdk.js';
import { outline, runFunction, TRACE, TRACE_ID } from '../rig/lambda/lambda-rig.js';
import { findNode } from '../rig/node-versions.js';

let project: InstalledSdk;
beforeAll(async () => {
  project = await installSdk();
  project.lend('@middy/core');
  project.write({
    'index.mjs': `
import middy from '@middy/core';
import * as xray from '@radiograph/sdk';
import { lambda, lambdaMiddleware } from '@radiograph/sdk/lambda';

const work = async (event) => {
  await xray.capture('load cart', async (subsegment) => {
    subsegment.annotate('items', 3);
    await xray.capture('read table', { namespace: 'aws' }, () => new Promise(setImmediate));
  });
  return event.name;
};

export const main = lambda(work);
export const plain = work;
export const named = lambda(work, { name: 'checkout', coldStart: true, service: 'shop', user: (event) => event.name });
export const withMiddy = middy(work).use(lambdaMiddleware());
export const withCallback = lambda((event, context, callback) => {
  work(event).then((name) => callback(undefined, name), callback);
});
export const streaming = awslambda.streamifyResponse(
  lambda(async (event, stream) => {
    stream.write(await work(event));
    stream.end();
  }),
);
`,
  });
}, 120_000);
afterAll(() => project?.remove());

const subsegment = { type: 'subsegment', trace_id: TRACE_ID };
const inside = (parent: string) => [
  { ...subsegment, name: 'read table', in: 'load cart', namespace: 'aws' },
  { ...subsegment, name: 'load cart', in: parent, annotations: { items: 3 } },
];

describe.each([
  [20, 3],
  [24, 4],
] as const)('on Node %i', (major, client) => {
  const run = async (handler: string) => {
    const node = await findNode(major);
    if ('missing' in node) throw new Error(node.missing);
    return runFunction(project, handler, { node: node.path, client });
  };

  it.each(['main', 'withMiddy', 'streaming', ...(major === 20 ? ['withCallback'] : [])])(
    'of the handler %s',
    async (name) => {
      const running = await run(`index.${name}`);
      const answer = await running.invoke({ event: { name: 'al' }, trace: TRACE });
      expect(answer).toEqual({ kind: 'response', body: name === 'streaming' ? 'al' : '"al"' });
      const around = { ...subsegment, name: `index.${name}`, in: 'facade' };
      expect(outline(await running.daemon.received(3))).toEqual([...inside(`index.${name}`), around]);
    },
  );

  it('of a handler without a wrapper', async () => {
    const running = await run('index.plain');
    await running.invoke({ event: { name: 'al' }, trace: TRACE });
    expect(outline(await running.daemon.received(2))).toEqual(inside('facade'));
  });

  it('with what the options ask for', async () => {
    const running = await run('index.named');
    for (const name of ['al', 'bea']) await running.invoke({ event: { name }, trace: TRACE });
    const annotations = outline(await running.daemon.received(6)).flatMap(({ name, annotations }) =>
      name === 'checkout' ? [annotations] : [],
    );
    expect(annotations).toEqual([
      { ColdStart: true, Service: 'shop', User: 'al' },
      { ColdStart: false, Service: 'shop', User: 'bea' },
    ]);
  });
});
