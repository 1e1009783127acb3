import { makeTraceId, type SegmentDocument } from '@radiograph/protocol';
import { segment } from '@radiograph/testkit';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { openConsole } from '../rig/console.js';

/** Twenty requests of the last minutes, each with a call inside; every fifth fails there. */
function requests(): readonly SegmentDocument[] {
  return Array.from({ length: 20 }, (_, index) => {
    const start_time = Date.now() / 1000 - 300 + index * 10;
    const fault = index % 5 === 4;
    const exceptions = [{ id: id(index + 900), type: 'PayError', message: 'no money' }];
    return segment({
      trace_id: makeTraceId(start_time),
      id: id(index + 1),
      start_time,
      end_time: start_time + 0.1,
      http: {
        request: { method: 'GET', url: 'http://shop.test/pay' },
        response: { status: fault ? 500 : 200 },
      },
      ...(fault && { fault }),
      subsegments: [
        {
          id: id(index + 100),
          name: 'bank',
          namespace: 'remote',
          start_time,
          end_time: start_time + 0.05,
          annotations: { currency: 'euro' },
          ...(fault && { fault, cause: { working_directory: '/srv', exceptions } }),
        },
      ],
    });
  });
}

function id(number: number): string {
  return number.toString(16).padStart(16, '0');
}

/** Goes on with Tab until what has the focus is named so; the text of what had it in between tells where it was lost. */
async function tabTo(page: Page, wanted: RegExp): Promise<void> {
  const seen: string[] = [];
  for (let step = 0; step < 80; step++) {
    await page.keyboard.press('Tab');
    const name = await page.evaluate(() => {
      const { activeElement } = document;
      const label = activeElement?.getAttribute('aria-label') ?? activeElement?.textContent ?? '';
      return `${activeElement?.getAttribute('role') ?? activeElement?.tagName.toLowerCase()} ${label}`.trim();
    });
    if (wanted.test(name)) return;
    seen.push(name.slice(0, 60));
  }
  throw new Error(`${wanted} is not reached by Tab, only:\n${seen.join('\n')}`);
}

it('from the map to the exception of a call, without a mouse', async () => {
  const rig = await openConsole({ documents: requests() });
  const { page } = rig;
  const { keyboard } = page;
  await rig.open('/?live=off');
  await page.getByRole('button', { name: /^shop\b/ }).waitFor();

  // The map: to a node, on to the one that it calls, and its panel.
  await tabTo(page, /^button (Clients|shop|bank)/);
  await keyboard.press('ArrowLeft');
  await keyboard.press('Enter');
  await page.getByRole('link', { name: 'View traces' }).waitFor();
  await keyboard.press('Escape');

  // By keys to the traces; the filter is written, completed and applied.
  await keyboard.press('g');
  await keyboard.press('t');
  await page.getByText('20 matched').waitFor();
  await keyboard.press('/');
  await keyboard.type('faul');
  await page.getByRole('option', { name: /fault/ }).first().waitFor();
  await keyboard.press('ArrowDown');
  await keyboard.press('Enter');
  await keyboard.press('Enter');
  await page.getByText('4 matched').waitFor();
  await keyboard.press('Escape');

  // To the first trace, to the row that failed, and through what is known of it.
  await tabTo(page, /^a shop$/);
  await keyboard.press('Enter');
  await page.getByRole('treegrid').waitFor();
  await tabTo(page, /^treegrid /);
  await keyboard.press('ArrowDown');
  await keyboard.press('Enter');
  await tabTo(page, /^tab Overview/);
  await keyboard.press('ArrowRight');
  await expect.poll(() => page.getByRole('tabpanel').innerText()).toMatch(/currency\s+euro/);
  await keyboard.press('ArrowRight');
  await keyboard.press('ArrowRight');
  await expect.poll(() => page.getByRole('tabpanel').innerText()).toMatch(/PayError[\s\S]*no money/);

  // The sheet of keys opens and closes, and the focus is where it was.
  await keyboard.press('?');
  await page.getByRole('dialog').waitFor();
  await keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  expect(await page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('tab');
  expect(rig.problems()).toEqual([]);
}, 120_000);
