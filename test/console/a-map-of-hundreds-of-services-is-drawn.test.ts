import { makeTraceId, type SegmentDocument } from '@radiograph/protocol';
import { segment } from '@radiograph/testkit';
import { expect, it } from 'vitest';
import { openConsole } from '../rig/console.js';

const SERVICES = 300;

/** Three hundred services in a tree: each is called by one before it, and one in seven fails. */
function services(): readonly SegmentDocument[] {
  const start_time = Date.now() / 1000 - 120;
  const trace_id = makeTraceId(start_time);
  return Array.from({ length: SERVICES }, (_, index) =>
    segment({
      trace_id,
      id: id(index + 1),
      ...(index > 0 && { parent_id: id(10_000 + index) }),
      name: `service-${index}`,
      start_time,
      end_time: start_time + 1,
      ...(index % 7 === 6 && { fault: true }),
      subsegments: [index * 2 + 1, index * 2 + 2]
        .filter((callee) => callee < SERVICES)
        .map((callee) => ({
          id: id(10_000 + callee),
          name: `service-${callee}`,
          namespace: 'remote',
          start_time,
          end_time: start_time + 0.5,
        })),
    }),
  );
}

function id(number: number): string {
  return number.toString(16).padStart(16, '0');
}

it('three hundred nodes are drawn off the main thread, found by name, narrowed to one and its callers', async () => {
  const rig = await openConsole({ documents: services() });
  const { page } = rig;
  await rig.open('/?live=off');
  await page.getByText(/300 nodes/).waitFor();
  await page.getByRole('button', { name: /^service-299\b/ }).waitFor({ timeout: 30_000 });
  expect(await page.getByRole('button', { name: /^service-\d+\b/ }).count()).toBe(SERVICES);

  await page
    .getByRole('searchbox', { name: /find a node/i })
    .or(page.getByPlaceholder('Find a node'))
    .first()
    .fill('service-150');
  await page.keyboard.press('Enter');
  await expect.poll(() => page.url()).toMatch(/service-150/);

  // It goes on to be drawn and to answer while it is zoomed and dragged.
  const box = await page.getByRole('main').boundingBox();
  if (box === null) throw new Error('the page has no main part');
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  for (let step = 0; step < 10; step++) await page.mouse.wheel(0, step % 2 === 0 ? -200 : 200);
  await page.mouse.down();
  for (let step = 0; step < 10; step++)
    await page.mouse.move(box.x + 200 + step * 20, box.y + 200 + step * 5);
  await page.mouse.up();

  await page
    .getByRole('button', { name: 'Table' })
    .or(page.getByRole('link', { name: 'Table' }))
    .first()
    .click();
  await page
    .getByRole('row', { name: /service-299/ })
    .first()
    .waitFor();
  expect(rig.problems()).toEqual([]);
}, 120_000);
