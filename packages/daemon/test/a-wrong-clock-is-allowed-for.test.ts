import { expect, it } from 'vitest';
import { OtherSidesClock } from '../src/aws/other-sides-clock.js';
import { startTestDaemon } from './daemon-rig.js';
import { eventually } from './eventually.js';
import { startFakeXray } from './fake-xray.js';
import { temporaryFolder } from './temporary-folder.js';

const HOUR_MS = 3_600_000;
const written = (atMs: number) => new Date(atMs).toUTCString();

it('a refusal that bears another time moves signatures there, and a clock that is set right moves them back', () => {
  const clock = new OtherSidesClock();
  clock.learn(403, written(Date.now() + 60_000));
  clock.learn(200, written(Date.now() + HOUR_MS));
  clock.learn(403, 'no date');
  clock.learn(403, undefined);
  expect(clock.offsetMs).toBe(0);
  clock.learn(403, written(Date.now() - HOUR_MS));
  expect(Math.abs(clock.now().getTime() - (Date.now() - HOUR_MS))).toBeLessThan(10_000);
  clock.learn(403, written(Date.now()));
  expect(clock.offsetMs).toBe(0);
});

it('documents arrive at an endpoint whose clock is an hour ahead', async () => {
  const xray = await startFakeXray();
  xray.clockOffsetMs = HOUR_MS;
  const { daemon, sendNumbers } = await startTestDaemon(xray.url, {}, { spoolFolder: temporaryFolder() });
  await sendNumbers(0, 100);
  await eventually(() => expect(new Set(xray.documents).size).toBe(100));
  expect(Math.abs((daemon.status().outlets[0]?.clockOffsetS ?? 0) - 3600)).toBeLessThan(60);
  expect(xray.requests.some(({ fault }) => fault?.includes('clock'))).toBe(true);
});
