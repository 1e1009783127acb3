import { makeTraceId, type SegmentDocument } from '@radiograph/protocol';
import { segment } from '@radiograph/testkit';
import { expect, it } from 'vitest';
import { accessibilityProblems, openConsole, someTraffic } from '../rig/console.js';

const traffic = someTraffic(120);
const detailed = thrown();
const documents = [...traffic.flatMap((trace) => trace.documents), detailed];
const [first, second] = [traffic[0]?.id ?? '', traffic[1]?.id ?? ''];

/** Each page and view by a text that is there once it is drawn. */
const views: readonly (readonly [path: string, seen: RegExp])[] = [
  ['/', /p95/],
  ['/?group=type&before=on', /requests entered/],
  ['/?as=table', /Requests/],
  ['/traces', /matched/],
  ['/traces?sort=-duration&refine=on', /Status code/],
  [`/traces/${first}`, /Response time/],
  [`/traces/${first}?as=flame&find=a`, /found|of|nothing/],
  [`/traces/${first}?as=map`, /throttle/],
  [`/traces/${first}?with=${second}`, /Difference/],
  [`/traces/${detailed.trace_id}?select=${detailed.id}`, /Overview/],
  ...['annotations', 'metadata', 'exceptions', 'raw'].map(
    (tab) => [`/traces/${detailed.trace_id}?select=${detailed.id}&tab=${tab}`, seenIn(tab)] as const,
  ),
  ['/exceptions', /Last seen/],
  ['/analytics?other=ok', /Broken down by/],
  ['/sampling', /What would a request get/],
  ['/sampling?select=Default', /Rule Default/],
  ['/sampling?select=%2Bnew', /New rule/],
  ['/groups', /Groups/],
  ['/traces/no-id', /not a trace id/],
  ['/traces/1-00000000-000000000000000000000000', /not here/],
];

it.each(['light', 'dark'] as const)(
  'in the %s theme',
  async (colorScheme) => {
    const rig = await openConsole({ colorScheme, documents });
    for (const [path, seen] of views) {
      await rig.open(path);
      await rig.page.getByText(seen).first().waitFor();
      expect([path, await accessibilityProblems(rig.page)]).toEqual([path, []]);
    }
    await rig.page.keyboard.press('?');
    await rig.page.getByRole('dialog').waitFor();
    expect(await accessibilityProblems(rig.page)).toEqual([]);
    expect(rig.problems()).toEqual([]);
  },
  180_000,
);

it('on a phone, also while there is nothing yet', async () => {
  const rig = await openConsole({ viewport: { width: 390, height: 780 } });
  for (const [path, seen] of [
    ['/', /npm install @radiograph\/sdk/],
    ['/traces', /aws-xray-sdk-core/],
    ['/exceptions', /Nothing was thrown/],
    ['/analytics', /No traces in this time/],
  ] as const) {
    await rig.open(path);
    await rig.page.getByText(seen).first().waitFor();
    expect([path, await accessibilityProblems(rig.page)]).toEqual([path, []]);
    const overflow = await rig.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect([path, overflow]).toEqual([path, 0]);
  }
  expect(rig.problems()).toEqual([]);
}, 90_000);

/** What each tab of the detail shows of the segment that `thrown` makes. */
function seenIn(tab: string): RegExp {
  return { annotations: /tenant/, metadata: /basket/, exceptions: /no such coupon/ }[tab] ?? /trace_id/;
}

it('while a page loads, and when it could not', async () => {
  const rig = await openConsole();
  const held: (() => void)[] = [];
  await rig.page.route('**/TraceSummaries', (route) =>
    held.push(() => void route.fulfill({ status: 500, body: '{}' })),
  );
  await rig.open('/traces');
  await rig.page.getByRole('status').first().waitFor({ state: 'attached' });
  expect(await accessibilityProblems(rig.page)).toEqual([]);
  await expect.poll(() => held.length).toBeGreaterThan(0);
  for (const release of held.splice(0)) release();
  await rig.page.getByText('This could not be loaded').waitFor();
  expect(await accessibilityProblems(rig.page)).toEqual([]);
  await rig.page.unrouteAll();
  await rig.page.getByRole('button', { name: 'Try again' }).click();
  await rig.page.getByText(/aws-xray-sdk-core/).waitFor();
}, 60_000);

function thrown(): SegmentDocument & { readonly id: string; readonly trace_id: string } {
  const start_time = Date.now() / 1000 - 60;
  const stack = [{ path: 'orders/price.js', line: 18, label: 'discount' }];
  const exceptions = [{ id: '00000000000000e1', type: 'CouponError', message: 'no such coupon', stack }];
  const cause = { working_directory: '/srv', exceptions };
  return segment({
    trace_id: makeTraceId(start_time),
    start_time,
    name: 'orders',
    fault: true,
    cause,
    annotations: { tenant: 'acme' },
    metadata: { default: { basket: { items: [1, 2] } } },
  });
}
