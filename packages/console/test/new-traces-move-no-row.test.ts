import { describe, expect, it } from 'vitest';
import type { TraceSummary } from '../src/api/trace-summaries.js';
import {
  countNewer,
  firstList,
  hiddenFailures,
  MOST_ROWS,
  newerList,
  olderList,
  summaryStatus,
} from '../src/model/trace-list.js';

function summary(start: number, changes: Partial<TraceSummary> = {}): TraceSummary {
  return {
    id: `t${start}`,
    start,
    duration: 1,
    error: false,
    fault: false,
    throttle: false,
    partial: false,
    services: [],
    users: [],
    annotations: [],
    failures: [],
    ...changes,
  };
}

const page = (starts: readonly number[], token?: string) => ({
  summaries: starts.map((start) => summary(start)),
  scanned: starts.length,
  ...(token !== undefined && { token }),
});

describe('the trace list', () => {
  const first = firstList(page([9, 8, 7], 'next'));

  it('goes on with older pages', () => {
    const list = olderList(first, page([6, 5]));
    expect(list.rows.map((row) => row.start)).toEqual([9, 8, 7, 6, 5]);
    expect(list).toMatchObject({ scanned: 5, token: undefined });
  });

  it('takes newer traces in at the top and changed ones in place, and keeps the token of the older ones', () => {
    const changed = { summaries: [summary(10), summary(8, { fault: true })], scanned: 4, token: 'other' };
    const list = newerList(first, changed);
    expect(list.rows.map((row) => [row.start, row.fault])).toEqual([
      [10, false],
      [9, false],
      [8, true],
      [7, false],
    ]);
    expect(list.token).toBe('next');
    expect(countNewer(first, list)).toBe(1);
  });

  it('is bounded, however long it follows', () => {
    const many = Array.from({ length: MOST_ROWS }, (_, index) => index);
    const list = newerList(firstList(page(many)), page([MOST_ROWS + 1]));
    expect(list.rows).toHaveLength(MOST_ROWS);
    expect(list.rows[0]?.start).toBe(MOST_ROWS + 1);
  });
});

describe("a trace's status", () => {
  it('is that of its root', () => {
    expect(summaryStatus(summary(1))).toBe('ok');
    expect(summaryStatus(summary(1, { partial: true }))).toBe('progress');
    expect(summaryStatus(summary(1, { error: true }))).toBe('error');
    expect(summaryStatus(summary(1, { error: true, throttle: true }))).toBe('throttle');
    expect(summaryStatus(summary(1, { fault: true, throttle: true }))).toBe('fault');
  });

  it('is not that of a throttle which was handled inside', () => {
    expect(summaryStatus(summary(1, { throttle: true }))).toBe('ok');
  });

  it('is joined by failures the client did not see', () => {
    const failures = [{ kind: 'fault', service: 'pay' }] as const;
    expect(hiddenFailures(summary(1, { failures }))).toEqual(failures);
    expect(hiddenFailures(summary(1, { failures, fault: true }))).toEqual([]);
  });
});
