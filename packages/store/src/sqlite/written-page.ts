import type { SearchPage } from '../trace-store.js';
import { readRecord } from './record-text.js';

/**
 * A page as it crosses from the reading thread: its records are texts as they are stored. As objects, which would be copied member by
 * member, they would cost either thread more than reading the texts costs one of them.
 */
export interface WrittenPage extends Omit<SearchPage, 'records'> {
  readonly records: readonly string[];
}

/** The page with its records read. */
export function readPage(page: WrittenPage): SearchPage {
  return { ...page, records: page.records.map(readRecord) };
}
