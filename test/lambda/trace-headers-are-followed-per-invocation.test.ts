import { afterAll, beforeAll, expect, it } from 'vitest';
import { type InstalledSdk, installSdk } from '../rig/installed-sdk.js';
import { FACADE_ID, outline, runFunction, TRACE, TRACE_ID } from '../rig/lambda/lambda-rig.js';

let project: InstalledSdk;
beforeAll(async () => {
  project = await installSdk();
  project.write({
    'index.mjs': `
import * as xray from '@radiograph/sdk';
import { lambda } from '@radiograph/sdk/lambda';

if (process.env.EARLY) {
  xray.configure({ logLevel: 'debug' });
  for (let i = 0; i < 3; i++) xray.capture('warm up', () => xray.capture('warm up', () => {}));
}
const work = async () => xray.capture('call', { namespace: 'remote' }, async (subsegment) => {
  await new Promise(setImmediate);
  return subsegment.downstreamHeader();
});
export const main = lambda(work, { name: 'handler' });
export const plain = work;
export const segment = async () => { xray.annotate('lost', 1); };
`,
  });
}, 120_000);
afterAll(() => project?.remove());

const root = `Root=${TRACE_ID}`;

/** The headers of invocations that are not recorded, and what a call inside tells its callee. */
const unrecorded: readonly (readonly [what: string, trace: string | undefined, downstream: string])[] = [
  ['not sampled', `${root};Parent=${FACADE_ID};Sampled=0`, `${root};Sampled=0`],
  [
    'not sampled, with a lineage',
    `${root};Parent=${FACADE_ID};Sampled=0;Lineage=a:1`,
    `${root};Sampled=0;Lineage=a:1`,
  ],
  ['passed through', root, ''],
  ['passed through, with a lineage', `${root};Lineage=a87bd80c:1`, ''],
  ['sampled, but without a parent', `${root};Sampled=1`, ''],
  ['not decided', `${root};Parent=${FACADE_ID};Sampled=?`, ''],
  ['missing', undefined, ''],
  ['malformed', 'Root=1-5759e988;Parent=no;Sampled=1', ''],
  ['nonsense', '%&/()=', ''],
];

it.each(['main', 'plain'])('%s: an invocation that is not recorded runs, and sends nothing', async (name) => {
  const running = await runFunction(project, `index.${name}`);
  for (const [what, trace, downstream] of unrecorded) {
    const { body } = await running.invoke({ event: {}, trace });
    expect([what, JSON.parse(body)]).toEqual([what, downstream]);
  }
  // One that is recorded shows that those before it have left nothing behind.
  await running.invoke({ event: {}, trace: TRACE });
  const count = name === 'main' ? 2 : 1;
  await running.daemon.received(count);
  expect(running.daemon.documents.length).toBe(count);
  expect(running.printed()).not.toMatch(/radiograph: /);
});

it.each(['main', 'plain'])('%s: other pairs of the header travel on', async (name) => {
  const running = await runFunction(project, `index.${name}`);
  const { body } = await running.invoke({ event: {}, trace: `${TRACE};Lineage=a87bd80c:1|68fd508a:5` });
  expect(JSON.parse(body)).toMatch(
    new RegExp(`^${root};Parent=[0-9a-f]{16};Sampled=1;Lineage=a87bd80c:1\\|68fd508a:5$`),
  );
});

it('M1: each invocation has its own trace, also in a process that is used again', async () => {
  const running = await runFunction(project, 'index.plain');
  const ids = ['1', '2', '3'].map((digit) => [`1-5759e988-${digit.repeat(24)}`, digit.repeat(16)] as const);
  for (const [trace, parent] of ids)
    await running.invoke({ event: {}, trace: `Root=${trace};Parent=${parent};Sampled=1` });
  const documents = await running.daemon.received(3);
  expect(documents.map(({ trace_id, parent_id }) => [trace_id, parent_id])).toEqual(ids);
  expect(documents.map(({ type }) => type)).toEqual(['subsegment', 'subsegment', 'subsegment']);
});

it('work before the first invocation is dropped with one debug line a place', async () => {
  const running = await runFunction(project, 'index.main', { env: { EARLY: '1' } });
  await running.invoke({ event: {}, trace: TRACE });
  expect(outline(await running.daemon.received(2)).map(({ name }) => name)).toEqual(['call', 'handler']);
  expect(running.printed().match(/radiograph: .*/g)).toEqual([
    expect.stringMatching(/capture\('warm up'\) was called outside of any invocation/),
  ]);
});

it('what is recorded in the segment of Lambda itself is refused with a line that says what to do', async () => {
  const running = await runFunction(project, 'index.segment');
  await running.invoke({ event: {}, trace: TRACE });
  expect(running.printed()).toMatch(
    /the annotation 'lost' was given to a segment that this process does not send/,
  );
});
