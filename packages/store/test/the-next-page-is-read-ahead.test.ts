import { setTimeout as later } from 'node:timers/promises';
import { expect, it, vi } from 'vitest';
import { RecordsWriter, readPage, type WrittenPage } from '../src/sqlite/written-page.js';
import { SearchAhead } from '../src/threads/search-ahead.js';
import type { SearchQuery } from '../src/trace-store.js';

const QUERY = { start: 0, end: 100, filter: 'fault' };

interface Question {
  readonly token: string | undefined;
  readonly filter: string | undefined;
  readonly signal: AbortSignal | undefined;
}

/** A search of five pages whose tokens are their numbers; questions are answered when `answer` is called. */
function rig(): { ahead: SearchAhead; asked: Question[]; answer: () => void } {
  const asked: Question[] = [];
  const waiting: (() => void)[] = [];
  const ahead = new SearchAhead((query, signal) => {
    asked.push({ token: query.token, filter: query.filter, signal });
    return new Promise((resolve, reject) => {
      signal?.addEventListener('abort', () => reject(signal.reason));
      waiting.push(() => resolve(pageAfter(query)));
    });
  });
  return { ahead, asked, answer: () => waiting.splice(0).forEach((answer) => void answer()) };
}

function pageAfter({ token = '0' }: SearchQuery): WrittenPage {
  const next = Number(token) + 1;
  const records = new RecordsWriter().records();
  return { records, scanned: next, approximateTime: 0, ...(next < 5 && { token: String(next) }) };
}

it('while the one before is read, from the second on, and each page once', async () => {
  const { ahead, asked, answer } = rig();
  const scanned: number[] = [];
  let token: string | undefined;
  do {
    const page = ahead.page({ ...QUERY, ...(token !== undefined && { token }) });
    answer();
    const { scanned: number, token: next } = readPage(await page);
    scanned.push(number);
    token = next;
    if (scanned.length === 1) expect(asked).toHaveLength(1);
    else expect(asked).toHaveLength(Math.min(5, scanned.length + 1));
  } while (token !== undefined);
  expect(scanned).toEqual([1, 2, 3, 4, 5]);
  expect(asked.map((question) => question.token)).toEqual([undefined, '1', '2', '3', '4']);
});

it('and given up when nobody asks for it, or when it may be true no more', async () => {
  const { ahead, asked, answer } = rig();
  const page = ahead.page({ ...QUERY, token: '1' });
  answer();
  await page;
  expect(asked).toHaveLength(2);
  await vi.waitUntil(() => asked[1]?.signal?.aborted);
  const again = ahead.page({ ...QUERY, token: '1' });
  answer();
  await again;
  ahead.forget();
  expect(asked[3]?.signal?.aborted).toBe(true);
  const anew = ahead.page({ ...QUERY, token: '2' });
  expect(asked).toHaveLength(5);
  answer();
  expect((await anew).scanned).toBe(3);
});

it('but never in answer to another question with its token', async () => {
  const { ahead, asked, answer } = rig();
  const page = ahead.page({ ...QUERY, token: '1' });
  answer();
  await page;
  void ahead.page({ ...QUERY, filter: 'error', token: '2' });
  void ahead.page({ ...QUERY, groups: new Map([['slow', 'responsetime > 1']]), token: '2' });
  void ahead.page({ ...QUERY, pageSize: 7, token: '2' });
  expect(asked).toHaveLength(5);
  answer();
});

it('and who gives a page up ends its reading, whoever began it', async () => {
  const { ahead, asked, answer } = rig();
  const page = ahead.page({ ...QUERY, token: '1' });
  answer();
  await page;
  const controller = new AbortController();
  const taken = ahead.page({ ...QUERY, token: '2' }, controller.signal);
  expect(asked).toHaveLength(2);
  controller.abort(new Error('gone'));
  await expect(taken).rejects.toThrow('gone');
  expect(asked[1]?.signal?.aborted).toBe(true);
  await later(0);
});
