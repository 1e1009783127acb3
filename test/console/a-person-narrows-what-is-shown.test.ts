import { makeTraceId, type SegmentDocument } from '@radiograph/protocol';
import { segment } from '@radiograph/testkit';
import { expect, it } from 'vitest';
import { openConsole } from '../rig/console.js';

/** Forty requests of the last ten minutes: every fourth slow, every tenth at fault. */
function requests(): readonly SegmentDocument[] {
  return Array.from({ length: 40 }, (_, index) => {
    const start_time = Date.now() / 1000 - 600 + index * 14;
    const fault = index % 10 === 9;
    const stack = [{ path: 'shop/pay.js', line: 7, label: 'pay' }];
    const exceptions = [{ id: id(index + 500), type: 'PayError', message: `no money ${index}`, stack }];
    return segment({
      trace_id: makeTraceId(start_time),
      id: id(index + 1),
      start_time,
      end_time: start_time + (index % 4 === 3 ? 2 : 0.02),
      user: index % 2 === 0 ? 'ada' : 'bo',
      annotations: { plan: index % 3 === 0 ? 'gold' : 'free' },
      http: {
        request: { method: 'GET', url: `http://shop.test/${fault ? 'pay' : 'list'}` },
        response: { status: fault ? 500 : 200 },
      },
      ...(fault && { fault, cause: { working_directory: '/srv', exceptions } }),
    });
  });
}

function id(number: number): string {
  return number.toString(16).padStart(16, '0');
}

it('by refining, brushing, sorting and completing, and what is seen is in the address', async () => {
  const rig = await openConsole({ documents: requests() });
  const { page } = rig;
  const filter = page.getByRole('combobox', { name: 'Filter' });
  const matched = page.getByText(/matched/);

  await rig.open('/traces?since=15m&live=off');
  await page.getByText('40 matched').waitFor();

  await page.getByRole('complementary', { name: 'Refine' }).getByRole('link', { name: /gold/ }).click();
  await page.getByText('14 matched').waitFor();
  expect(await filter.inputValue()).toBe('annotation[plan] = "gold"');
  await page.getByRole('complementary', { name: 'Refine' }).getByRole('link', { name: /^bo/ }).click();
  await page.getByText('7 matched').waitFor();
  expect(await filter.inputValue()).toBe('annotation[plan] = "gold" AND user = "bo"');
  await page.goBack();
  await page.goBack();
  await page.getByText('40 matched').waitFor();

  await page.getByRole('button', { name: 'Duration' }).click();
  const durations = page.getByRole('table', { name: 'Traces' }).getByRole('row').nth(1);
  await expect.poll(() => durations.innerText()).toMatch(/2\s*s/);
  expect(page.url()).toContain('sort=-duration');

  await page.getByRole('application', { name: /Traces over time/ }).focus();
  await page.keyboard.press('ArrowLeft');
  for (let step = 0; step < 12; step++) await page.keyboard.press('Shift+ArrowLeft');
  await page.keyboard.press('Enter');
  await expect.poll(() => page.url()).toMatch(/from=.*&to=/);
  await expect.poll(() => matched.innerText()).not.toMatch(/^40 /);

  await filter.fill('annotation.pl');
  await page.getByRole('option', { name: /annotation\.plan/ }).click();
  expect(await filter.inputValue()).toBe('annotation.plan');
  await filter.press('Escape');
  await filter.fill('service("shop") {');
  await filter.press('Enter');
  await page.getByRole('alert').getByText('^').first().waitFor();

  expect(rig.problems()).toEqual([]);
}, 90_000);

it('from an exception to its trace, and from there to another one beside it', async () => {
  const rig = await openConsole({ documents: requests() });
  const { page } = rig;

  await rig.open('/exceptions');
  await page.getByRole('button', { name: /PayError/ }).click();
  const panel = page.getByRole('complementary', { name: 'Exception PayError' });
  expect(await panel.innerText()).toMatch(/pay \(shop\/pay\.js:7\)/);
  await panel.getByRole('link', { name: /no money 39/ }).click();
  expect(await page.getByRole('tabpanel').innerText()).toMatch(/PayError[\s\S]*no money 39/);

  await page.getByRole('button', { name: 'Compare' }).click();
  await page.getByRole('dialog').getByRole('button').nth(1).click();
  await page.getByRole('treegrid', { name: 'Places of both traces' }).waitFor();
  expect(page.url()).toMatch(/with=1-/);
  await page.getByRole('button', { name: 'End the comparison' }).click();

  await page.getByRole('button', { name: 'Flame chart' }).click();
  await page.getByRole('application', { name: /Flame chart/ }).waitFor();
  await page.getByRole('searchbox', { name: 'Find in this trace' }).fill('no money');
  await page.getByText('1 of 1').waitFor();
  expect(page.url()).toMatch(/as=flame&find=no\+money/);
  expect(rig.problems()).toEqual([]);
}, 90_000);

it('analytics tells two sets of traces apart', async () => {
  const rig = await openConsole({ documents: requests() });
  const { page } = rig;
  await rig.open('/analytics?filter=fault&live=off');
  await page.getByRole('button', { name: 'with those that went well' }).click();
  const row = page.getByRole('row', { name: /^\/pay / });
  await expect.poll(() => row.innerText()).toMatch(/100 %[\s\S]*0 %[\s\S]*\+100 points/);
  await page.getByLabel('Broken down by').selectOption({ label: 'User' });
  await page.getByRole('row', { name: /^bo / }).waitFor();
  await page.getByText('PayError').waitFor();
  expect(page.url()).toMatch(/other=ok&by=user/);
  expect(rig.problems()).toEqual([]);
}, 60_000);

it('every trace that matches is exported', async () => {
  const rig = await openConsole({ documents: requests() });
  await rig.open('/traces?filter=fault');
  await rig.page.getByText('4 matched').waitFor();
  await rig.page.getByRole('button', { name: 'Export' }).click();
  const [download] = await Promise.all([
    rig.page.waitForEvent('download'),
    rig.page.getByRole('link', { name: /Table/ }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('traces.csv');
}, 60_000);
