import { type Database, numberOf, type Statement } from './driver.js';

/** The share of the file that may be free: what packing frees is filled again by what arrives next. */
const FREE_SHARE = 1 / 8;

/** Pages given back at a time: some milliseconds. */
const PAGES_AT_A_TIME = 500;

/** Gives pages of the file that packing and deletion have freed back to the system. Files of the first schemas do not shrink. */
export class FreePages {
  readonly #database: Database;
  readonly #counts: Statement;

  constructor(database: Database) {
    this.#database = database;
    this.#counts = database.prepare(
      `SELECT freelist_count AS free, page_count AS pages, page_size AS size, auto_vacuum AS mode
       FROM pragma_freelist_count, pragma_page_count, pragma_page_size, pragma_auto_vacuum`,
    );
  }

  /** The bytes of the pages that hold something. */
  usedBytes(): number {
    const counts = this.#counts.get();
    return (numberOf(counts?.['pages']) - numberOf(counts?.['free'])) * numberOf(counts?.['size']);
  }

  /** Gives some pages back; false when no more than an eighth is free, and the file has no more bytes than it may. */
  giveBack(mostBytes: number = Number.POSITIVE_INFINITY): boolean {
    const counts = this.#counts.get();
    const [free, pages] = [numberOf(counts?.['free']), numberOf(counts?.['pages'])];
    const fits =
      free <= pages * FREE_SHARE && (free === 0 || pages * numberOf(counts?.['size']) <= mostBytes);
    if (numberOf(counts?.['mode']) === 0 || fits) return false;
    this.#database.exec(`PRAGMA incremental_vacuum(${PAGES_AT_A_TIME})`);
    return numberOf(this.#counts.get()?.['free']) < free;
  }
}
