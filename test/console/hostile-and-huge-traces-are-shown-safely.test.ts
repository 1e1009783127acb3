import { makeTraceId, type SubsegmentDocument } from '@radiograph/protocol';
import { segment } from '@radiograph/testkit';
import { expect, it } from 'vitest';
import { openConsole } from '../rig/console.js';

const script = '<img src=x onerror="globalThis.hacked=1"><script>globalThis.hacked=1</script>';

it('names, URLs, annotations and messages are text, whatever is in them', async () => {
  const start_time = Date.now() / 1000 - 30;
  const trace_id = makeTraceId(start_time);
  let deep: unknown = 'bottom';
  for (let level = 0; level < 60; level++) deep = { level: deep };
  const hostile = segment({
    trace_id,
    start_time,
    end_time: start_time + 1,
    name: 'shop & sons',
    user: `\u202e${script}`,
    annotations: { html: script, long: 'x'.repeat(900) },
    metadata: { default: { deep: deep as never, long: 'y'.repeat(400_000) } },
    http: { request: { method: 'GET', url: `http://shop.test/${script}` }, response: { status: 500 } },
    fault: true,
    cause: {
      working_directory: '/',
      exceptions: [{ id: '00000000000000aa', type: script, message: `${script}${'z'.repeat(50_000)}` }],
    },
  });
  const rig = await openConsole({ documents: [hostile] });
  const { page } = rig;
  for (const path of [
    '/',
    '/traces',
    `/traces/${trace_id}`,
    `/traces/${trace_id}?as=flame`,
    '/exceptions',
    '/analytics',
  ]) {
    await rig.open(path);
    await expect.poll(() => page.getByRole('main').innerText()).toMatch(/shop & sons|onerror/);
  }
  await rig.open(`/traces/${trace_id}?tab=metadata`);
  await page.getByRole('button', { name: /Show all 400k characters/ }).waitFor();
  await rig.open(`/traces/${trace_id}?tab=exceptions`);
  expect(await page.getByRole('tabpanel').innerText()).toContain('<script>');
  expect(await page.evaluate(() => (globalThis as { hacked?: number }).hacked)).toBeUndefined();
  expect(await page.locator('main script, main img').count()).toBe(0);
  expect(rig.problems()).toEqual([]);
}, 90_000);

it('ten thousand subsegments are a few rows in the document, and the last one is reached', async () => {
  const start_time = Date.now() / 1000 - 30;
  const trace_id = makeTraceId(start_time);
  const subsegments: SubsegmentDocument[] = Array.from({ length: 10_000 }, (_, index) => ({
    id: (index + 1).toString(16).padStart(16, '0'),
    name: `step ${index}`,
    start_time: start_time + index / 10_000,
    end_time: start_time + (index + 1) / 10_000,
  }));
  const huge = segment({
    trace_id,
    id: 'ffffffffffffffff',
    start_time,
    end_time: start_time + 1,
    subsegments,
  });
  const rig = await openConsole({ documents: [huge] });
  const { page } = rig;
  await rig.open(`/traces/${trace_id}`);
  const grid = page.getByRole('treegrid');
  await grid.getByRole('row', { name: /step 0 / }).waitFor();
  expect(await grid.getAttribute('aria-rowcount')).toBe('10001');
  await grid.focus();
  await page.keyboard.press('End');
  await grid.getByRole('row', { name: /step 9999/ }).waitFor();
  expect(await grid.getByRole('row').count()).toBeLessThan(80);
  await page.keyboard.press('f');
  await page.keyboard.type('step 7777');
  await page.keyboard.press('Enter');
  await grid.getByRole('row', { name: /step 7777/ }).waitFor();
  await page.getByRole('button', { name: 'Flame chart' }).click();
  await page.getByRole('application', { name: /Flame chart/ }).waitFor();
  expect(rig.problems()).toEqual([]);
}, 90_000);

it('a service that is away is said, and the page carries on when it is back', async () => {
  const rig = await openConsole();
  const { page } = rig;
  await rig.open('/traces');
  await page.getByText('No traces in this time').waitFor();
  await page.route('**/TraceSummaries', (route) => route.abort());
  await page.route('**/radiograph/v1/**', (route) => route.abort());
  await page.getByRole('button', { name: /Last 1h/ }).click();
  await page.getByRole('button', { name: /Last 15 minutes/ }).click();
  await page.getByText('The service does not answer.').waitFor();
  await page.unrouteAll();
  await page.getByText('No traces in this time').waitFor();
  await expect.poll(() => page.getByText('The service does not answer.').count()).toBe(0);
}, 60_000);
