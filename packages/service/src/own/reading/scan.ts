import type { TraceStore } from '@radiograph/store';
import type { TraceRecord } from '@radiograph/trace';
import type { Scope } from './scope.js';

/** How much of a scope was looked at. */
export interface Coverage {
  readonly matched: number;
  /** Traces looked at, those that did not match included. */
  readonly scanned: number;
  /** Whether all of it was looked at; if not, what is older than `since` is missing. */
  readonly complete: boolean;
  /** The start of the time looked at, epoch seconds. */
  readonly since: number;
}

const defaultPageSize = 500;

/**
 * Looks at every trace of a scope, newest first, page by page, until the end or until the scope's time is over. At least one page
 * is looked at, so that even the shortest budget gives something.
 *
 * @param look told one page of records at a time; what it takes counts against the budget
 * @param pageSize how many records at a time: fewer where `look` takes long, so that the budget is held
 */
export async function scan(
  store: Pick<TraceStore, 'search'>,
  { start, end, grouped, budgetMs }: Scope,
  signal: AbortSignal,
  look: (records: readonly TraceRecord[]) => void | Promise<void>,
  pageSize: number = defaultPageSize,
): Promise<Coverage> {
  const endsAtMs = performance.now() + budgetMs;
  let matched = 0;
  let scanned = 0;
  let token: string | undefined;
  do {
    const page = await store.search(
      { start, end, pageSize, ...grouped, ...(token !== undefined && { token }) },
      signal,
    );
    await look(page.records);
    matched += page.records.length;
    scanned += page.scanned;
    token = page.token;
    if (token !== undefined && performance.now() > endsAtMs)
      return { matched, scanned, complete: false, since: page.approximateTime };
  } while (token !== undefined);
  return { matched, scanned, complete: true, since: start };
}
