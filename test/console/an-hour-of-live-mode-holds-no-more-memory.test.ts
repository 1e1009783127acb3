import type { TraceDocument } from '@radiograph/protocol';
import { trafficGenerator } from '@radiograph/testkit';
import { expect, it } from 'vitest';
import { openConsole, someTraffic } from '../rig/console.js';

/** Of two minutes each. */
const steps = 30;
const tracesPerStep = 20;

it('an hour of following, by a clock of its own, leaves the heap where it was after its first minutes', async () => {
  const rig = await openConsole({ documents: someTraffic(60).flatMap((trace) => trace.documents) });
  const { page } = rig;
  await page.clock.install();
  await rig.open('/traces?since=5m');
  await page.locator('.traces-row.is-trace').first().waitFor();
  const session = await page.context().newCDPSession(page);
  const heap = async (): Promise<number> => {
    await session.send('HeapProfiler.collectGarbage');
    return (await session.send('Runtime.getHeapUsage')).usedSize;
  };
  const arriving = trafficGenerator(11, { startS: Date.now() / 1000, tracesPerS: 10 });
  let asked = 0;
  page.on('request', (request) => void (request.url().endsWith('/TraceSummaries') && asked++));
  let early = 0;
  for (let step = 1; step <= steps; step++) {
    const documents: TraceDocument[] = [];
    for (let count = 0; count < tracesPerStep; count++) documents.push(...arriving.next().value.documents);
    await rig.put(documents);
    await page.clock.runFor(120_000);
    if (step === 5) early = await heap();
  }
  expect((await heap()) / early).toBeLessThan(1.3);
  expect(asked).toBeGreaterThan(1);
  expect(rig.problems()).toEqual([]);
}, 180_000);
