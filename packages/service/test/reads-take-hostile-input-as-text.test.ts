import { makeTraceId } from '@radiograph/protocol';
import { segment } from '@radiograph/testkit';
import { describe, expect, test } from 'vitest';
import { type RunningService, runningService } from './running-service.js';

const NOW = 1_800_000_000;

/** Text that would do harm where it became part of a statement. */
const ATTACKS = [
  "'; DROP TABLE trace; --",
  '" OR 1=1 --',
  '%_[a-z]*?\\',
  "x'||(SELECT hex(body) FROM document)||'",
  '\u0000\ud800',
];

/** Ranges that make no sense, each way of writing them. */
const RANGES: readonly (readonly [start: unknown, end: unknown])[] = [
  [NOW, NOW],
  [NOW, NOW - 1],
  [0, 9_999_999_999],
  [-9_999_999_999, 0],
  [9_999_999_998, 9_999_999_999],
  [Number.MAX_SAFE_INTEGER, Number.MAX_VALUE],
  [1e-300, 1e300],
  ['-000001-01-01T00:00:00Z', '+275760-09-13T00:00:00Z'],
  ['', null],
];

async function filledService(): Promise<{ running: RunningService; ids: readonly string[] }> {
  const running = await runningService();
  const segments = ATTACKS.map((text, n) =>
    segment({
      trace_id: makeTraceId(NOW + n),
      name: `shop ${n}`,
      start_time: NOW + n,
      end_time: NOW + n + 1,
      user: text,
      annotations: { text, [`key${n}`]: text },
      http: { request: { method: 'GET', url: text } },
    }),
  );
  const documents = segments.map((document) => new TextEncoder().encode(JSON.stringify(document)));
  await running.store.append(documents, { durability: 'lazy', maxDocumentBytes: 1_048_576 });
  await running.store.settled();
  return { running, ids: segments.map(({ trace_id }) => trace_id ?? '') };
}

/** Every read of both APIs over a range with a filter. */
function reads(start: unknown, end: unknown, filter?: string): readonly (readonly [string, object])[] {
  const named = { StartTime: start, EndTime: end };
  const own = { start, end, ...(filter !== undefined && { filter }) };
  const expression = filter === undefined ? {} : { FilterExpression: filter };
  const selector = filter === undefined ? {} : { EntitySelectorExpression: filter };
  return [
    ['/TraceSummaries', { ...named, ...expression }],
    ['/TraceSummaries', { ...named, ...expression, TimeRangeType: 'Event' }],
    ['/ServiceGraph', named],
    ['/TimeSeriesServiceStatistics', { ...named, ...selector }],
    ...['histogram', 'exceptions', 'analyze', 'graph'].map(
      (path) => [`/radiograph/v1/${path}`, own] as const,
    ),
  ];
}

/** Nothing failed inside, and all that was stored is still there. */
async function expectUnharmed({ running, ids }: { running: RunningService; ids: readonly string[] }) {
  const answer = await running.post('/Traces', { TraceIds: ids });
  expect((await answer.json()).Traces).toHaveLength(ids.length);
  expect(await running.store.status()).toMatchObject({ traces: ids.length, documents: ids.length });
}

describe('of what clients ask', () => {
  test('attacks in values, keys and names are text that finds itself', async () => {
    const filled = await filledService();
    const { post } = filled.running;
    for (const attack of ATTACKS) {
      const quoted = JSON.stringify(attack);
      const filters = [
        `annotation.text = ${quoted}`,
        `annotation[${attack}] = "x"`,
        `service(${quoted})`,
        `http.url CONTAINS ${quoted}`,
        `user BEGINSWITH ${quoted} OR rootcause.fault.service { name = ${quoted} }`,
        attack,
      ];
      for (const filter of filters)
        for (const [path, body] of reads(NOW - 60, NOW + 60, filter))
          expect([200, 400], `${path} ${filter}`).toContain((await post(path, body)).status);
    }
    const found = await post('/TraceSummaries', {
      StartTime: NOW - 60,
      EndTime: NOW + 60,
      FilterExpression: `annotation.text = "${ATTACKS[0]}"`,
    });
    expect((await found.json()).TraceSummaries.map(({ Id }: { Id: string }) => Id)).toEqual([filled.ids[0]]);
    await expectUnharmed(filled);
  });

  test('absurd ranges are answered or refused, by every read', async () => {
    const filled = await filledService();
    for (const [start, end] of RANGES) {
      for (const [path, body] of reads(start, end)) {
        const { status } = await filled.running.post(path, body);
        expect([200, 400], `${path} ${String(start)} ${String(end)}`).toContain(status);
      }
      const query = `start=${encodeURIComponent(String(start))}&end=${encodeURIComponent(String(end))}`;
      const exported = await fetch(`${filled.running.service.url}/radiograph/v1/export?${query}`);
      expect([200, 400]).toContain(exported.status);
      await exported.text();
    }
    await expectUnharmed(filled);
  });

  test('a token goes with its own query only, and whatever else is given for one is refused', async () => {
    const filled = await filledService();
    const { post, store } = filled.running;
    const { token = '' } = await store.search({ start: NOW - 60, end: NOW + 60, pageSize: 2 });
    const own = { StartTime: NOW - 60, EndTime: NOW + 60, NextToken: token };
    const page = await post('/TraceSummaries', own);
    expect((await page.json()).TraceSummaries).toHaveLength(filled.ids.length - 2);
    const [print, ...place] = JSON.parse(Buffer.from(token, 'base64url').toString());
    const forged = (parts: unknown): string => Buffer.from(JSON.stringify(parts)).toString('base64url');
    const others = [
      { ...own, EndTime: NOW + 61 },
      { ...own, FilterExpression: 'fault' },
      { ...own, TimeRangeType: 'Event' },
      ...[
        forged([print, '0; DROP TABLE trace', 0, 0]),
        forged([print, 0, null, {}]),
        forged({ print, place }),
        forged(Array(100_000).fill(0)),
        'x'.repeat(10_000),
        ...ATTACKS,
      ].map((NextToken) => ({ ...own, NextToken })),
    ];
    for (const body of others) {
      const refused = await post('/TraceSummaries', body);
      expect([refused.status, (await refused.json()).__type]).toEqual([400, 'InvalidRequestException']);
    }
    // In the right form, of places that are none: nothing or a page, no failure.
    for (const [stretch, time, rid] of [
      [99, 1, 1],
      [-1, 1, 1],
      [0.5, -1e300, 1e300],
      [0, 1e300, -1],
    ]) {
      const odd = await post('/TraceSummaries', { ...own, NextToken: forged([print, stretch, time, rid]) });
      expect([200, 400], `${stretch} ${time} ${rid}`).toContain(odd.status);
    }
    await expectUnharmed(filled);
  });
});
