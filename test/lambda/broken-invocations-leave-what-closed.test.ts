import { afterAll, beforeAll, expect, it } from 'vitest';
import { type InstalledSdk, installSdk } from '../rig/installed-sdk.js';
import { outline, runFunction, TRACE, TRACE_ID } from '../rig/lambda/lambda-rig.js';

let project: InstalledSdk;
beforeAll(async () => {
  project = await installSdk();
  project.write({
    'index.mjs': `
import * as xray from '@radiograph/sdk';
import { lambda } from '@radiograph/sdk/lambda';

const step = () => xray.capture('step', () => new Promise(setImmediate));
const wrapped = (body) => lambda(body, { name: 'handler' });

export const throws = wrapped(() => { throw new TypeError('no cart'); });
export const rejects = wrapped(async () => {
  await step();
  await xray.capture('pay', async () => { throw new RangeError('no money'); });
});
export const exits = wrapped(async () => { await step(); process.exit(3); });
export const crashes = wrapped(async () => {
  await step();
  setImmediate(() => { throw new Error('nobody catches this'); });
  await new Promise(() => {});
});
export const takesTooLong = wrapped(async (event) => {
  await step();
  if (event.slow !== false) await new Promise((done) => setTimeout(done, 60_000));
});
let late;
export const returnsEarly = wrapped(async (event) => {
  if (event.second) { late.close(); return; }
  late = xray.beginSubsegment('late');
  await late.capture('inner', () => new Promise(setImmediate));
});
`,
  });
}, 120_000);
afterAll(() => project?.remove());

const subsegment = { type: 'subsegment', trace_id: TRACE_ID };
const handler = { ...subsegment, name: 'handler', in: 'facade' };
const step = { ...subsegment, name: 'step', in: 'handler' };

it('a handler that throws is a fault, with its exception; the runtime hears of it as without us', async () => {
  const running = await runFunction(project, 'index.throws');
  const { kind, body } = await running.invoke({ event: {}, trace: TRACE });
  expect([kind, JSON.parse(body)]).toMatchObject([
    'error',
    { errorType: 'TypeError', errorMessage: 'no cart' },
  ]);
  const documents = await running.daemon.received(1);
  expect(outline(documents)).toEqual([{ ...handler, fault: true, exceptions: ['TypeError: no cart'] }]);
});

it('a rejection is recorded where it happened, and referred to further out', async () => {
  const running = await runFunction(project, 'index.rejects');
  expect((await running.invoke({ event: {}, trace: TRACE })).kind).toBe('error');
  expect(outline(await running.daemon.received(3))).toEqual([
    step,
    { ...subsegment, name: 'pay', in: 'handler', fault: true, exceptions: ['RangeError: no money'] },
    { ...handler, fault: true, exceptions: 'recorded elsewhere' },
  ]);
});

it.each([
  ['exits', 'Error: the process ended while the function ran'],
  ['crashes', 'Error: nobody catches this'],
])(
  'a function whose process ends (%s) leaves what closed, and the handler with the reason',
  async (name, reason) => {
    const running = await runFunction(project, `index.${name}`);
    await running.invoke({ event: {}, trace: TRACE }).catch(() => {});
    await running.ended;
    expect(outline(await running.daemon.received(2))).toEqual([
      step,
      { ...handler, fault: true, exceptions: [reason] },
    ]);
  },
);

it('a function that runs out of time has shown what is open before', async () => {
  const running = await runFunction(project, 'index.takesTooLong');
  void running.invoke({ event: {}, trace: TRACE, timeLimitMs: 1000 }).catch(() => {});
  expect(outline(await running.daemon.received(2))).toEqual([step, { ...handler, in_progress: true }]);
});

it.each([
  ['after one that had more time', 30_000, 1000],
  ['after one that had less', 500, 1200],
])('a function that runs out of time has shown what is open, %s', async (_, firstMs, secondMs) => {
  const running = await runFunction(project, 'index.takesTooLong');
  await running.invoke({ event: { slow: false }, trace: TRACE, timeLimitMs: firstMs });
  const second = TRACE.replace('5399', '6399');
  void running.invoke({ event: {}, trace: second, timeLimitMs: secondMs }).catch(() => {});
  const documents = outline(await running.daemon.received(4));
  expect(documents.filter(({ in_progress }) => in_progress)).toMatchObject([{ name: 'handler' }]);
});

it('what is open when the handler returns goes out as in progress, and again when it closes', async () => {
  const running = await runFunction(project, 'index.returnsEarly');
  await running.invoke({ event: {}, trace: TRACE });
  await running.invoke({ event: { second: true }, trace: TRACE.replace('5399', '6399') });
  const late = { ...subsegment, name: 'late', in: 'handler' };
  const documents = await running.daemon.received(5);
  expect(outline(documents).filter(({ name }) => name !== 'handler')).toEqual([
    { ...subsegment, name: 'inner', in: 'late' },
    { ...late, in_progress: true },
    late,
  ]);
});
