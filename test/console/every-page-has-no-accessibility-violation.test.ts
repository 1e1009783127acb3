import { makeTraceId, type SegmentDocument } from '@radiograph/protocol';
import { segment } from '@radiograph/testkit';
import { expect, it } from 'vitest';
import { accessibilityProblems, openConsole, someTraffic } from '../rig/console.js';

const traffic = someTraffic(120);
const documents = [...traffic.flatMap((trace) => trace.documents), thrown()];
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
  ['/exceptions', /Last seen/],
  ['/analytics?other=ok', /Broken down by/],
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

function thrown(): SegmentDocument {
  const start_time = Date.now() / 1000 - 60;
  const stack = [{ path: 'orders/price.js', line: 18, label: 'discount' }];
  const exceptions = [{ id: '00000000000000e1', type: 'CouponError', message: 'no such coupon', stack }];
  const cause = { working_directory: '/srv', exceptions };
  return segment({ trace_id: makeTraceId(start_time), start_time, name: 'orders', fault: true, cause });
}
