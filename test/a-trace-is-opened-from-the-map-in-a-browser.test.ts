import { Recorder } from '@radiograph/sdk';
import { expect, it, onTestFinished } from 'vitest';
import { launchBrowser } from './rig/browser.js';
import { startRadiograph } from './rig/radiograph-process.js';
import { temporaryFolder } from './rig/temporary-folder.js';

it('a person opens a trace from the map and reads an annotation and an exception', async () => {
  const radiograph = await startRadiograph(temporaryFolder());
  onTestFinished(async () => void (await radiograph.stop()));
  const recorder = new Recorder({
    service: 'shop',
    daemonAddress: radiograph.daemonAddress,
    sampling: 'all',
  });
  onTestFinished(() => recorder.shutdown());
  await expect(placeOrder(recorder)).rejects.toThrow('no price for moon');
  await recorder.flush();

  const browser = await launchBrowser();
  onTestFinished(() => browser.close());
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  page.setDefaultTimeout(15_000);
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => void (message.type() === 'error' && problems.push(message.text())));
  const elsewhere: string[] = [];
  page.on(
    'request',
    (request) => void (request.url().startsWith(radiograph.url) || elsewhere.push(request.url())),
  );

  await page.goto(radiograph.url);
  await page.getByRole('button', { name: /^shop\b/ }).click();
  await page.getByRole('link', { name: 'View traces' }).click();
  await page.getByRole('row').getByRole('link', { name: 'shop' }).first().click();
  const row = page.getByRole('treegrid').getByRole('row', { name: /place order/ });
  await row.click();
  await page.getByRole('tab', { name: /Annotations/ }).click();
  expect(await page.getByRole('tabpanel').innerText()).toMatch(/planet\s+moon/);
  await page.getByRole('tab', { name: /Exceptions/ }).click();
  expect(await page.getByRole('tabpanel').innerText()).toMatch(/PriceError[\s\S]*no price for moon/);

  expect(problems).toEqual([]);
  expect(elsewhere, 'no request leaves the machine').toEqual([]);
}, 90_000);

class PriceError extends Error {
  override readonly name = 'PriceError';
}

function placeOrder(recorder: Recorder): Promise<never> {
  return recorder.segment('shop', () =>
    recorder.capture('place order', async (subsegment) => {
      subsegment.annotate('planet', 'moon');
      throw new PriceError('no price for moon');
    }),
  );
}
