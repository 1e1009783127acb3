import { closeSync, fstatSync, openSync } from 'node:fs';
import { type LogContent, type LogFrame, logContent } from './log-frames.js';
import { readAt } from './read-at.js';

const MAGIC = 'SQLite format 3\0';
const HEADER_BYTES = 100;

/** A file that was cut off says how many pages it had; beyond this many times those that are there it is not believed. */
const MOST_MISSING = 16;

/** The size of pages in files of this version; those of the first ones have SQLite's own. */
const PAGE_BYTES = 16_384;

/** SQLite keeps its locks at this place of a file and no page there. */
const LOCK_BYTE = 0x4000_0000;

/** The map's entries by their first byte; four more name the page above. */
const KINDS: Readonly<Record<number, PageKind>> = {
  1: 'tree',
  2: 'free',
  3: 'overflow',
  4: 'overflow',
  5: 'tree',
};
const MAP_ENTRY_BYTES = 5;

/** What a page is by the file's own map of its pages; files of early versions have none. */
export type PageKind = 'tree' | 'overflow' | 'free' | 'map' | 'unknown';

/**
 * The pages of a database and its log as they lie on disk, the latest image of each, without SQLite: nothing is changed or locked, and a
 * damaged page hides no other one. Format: https://sqlite.org/fileformat2.html.
 */
export class PageSource {
  readonly pageBytes: number;
  readonly pageCount: number;
  /** The write-ahead log; absent where there is none. */
  readonly log: LogContent | undefined;
  readonly #file: number;
  readonly #logFile: number | undefined;
  readonly #images = new Map<number, LogFrame>();
  readonly #maps = new Map<number, Buffer | undefined>();
  readonly #hasMap: boolean;

  constructor(file: string) {
    this.#file = openSync(file, 'r');
    this.#logFile = openIfThere(`${file}-wal`);
    this.log = this.#logFile === undefined ? undefined : logContent(this.#logFile, sizeOf(this.#logFile));
    for (const frame of this.log?.frames ?? []) this.#images.set(frame.page, frame);
    const head = this.#readHead();
    this.pageBytes = head.pageBytes;
    this.#hasMap = head.hasMap;
    let last = Math.ceil(sizeOf(this.#file) / this.pageBytes);
    if (head.pageCount <= last * MOST_MISSING) last = Math.max(last, head.pageCount);
    for (const number of this.#images.keys()) last = Math.max(last, number);
    this.pageCount = last;
  }

  /** The latest image of a page; pages count from 1. */
  page(number: number): Buffer {
    const frame = this.#images.get(number);
    if (frame !== undefined && this.#logFile !== undefined)
      return readAt(this.#logFile, frame.offset, this.pageBytes);
    return readAt(this.#file, (number - 1) * this.pageBytes, this.pageBytes);
  }

  kind(number: number): PageKind {
    if (number === 1) return 'tree';
    if (!this.#hasMap) return 'unknown';
    const map = this.#mapOf(number);
    if (map === number) return 'map';
    const entry = this.#mapPage(map)?.[(number - map - 1) * MAP_ENTRY_BYTES] ?? 0;
    return KINDS[entry] ?? 'unknown';
  }

  close(): void {
    closeSync(this.#file);
    if (this.#logFile !== undefined) closeSync(this.#logFile);
  }

  /** The page that holds the map's entry of another. */
  #mapOf(number: number): number {
    const perMap = Math.floor(this.pageBytes / MAP_ENTRY_BYTES) + 1;
    const map = Math.floor((number - 2) / perMap) * perMap + 2;
    return map === Math.floor(LOCK_BYTE / this.pageBytes) + 1 ? map + 1 : map;
  }

  /** A page of the map; undefined where it is damaged: then its pages are judged by what is on them. */
  #mapPage(number: number): Buffer | undefined {
    if (!this.#maps.has(number)) this.#maps.set(number, this.#soundMap(number));
    return this.#maps.get(number);
  }

  #soundMap(number: number): Buffer | undefined {
    const page = this.page(number);
    const last = Math.min(this.pageCount, number + Math.floor(this.pageBytes / MAP_ENTRY_BYTES));
    for (let mapped = number + 1; mapped <= last; mapped++) {
      const at = (mapped - number - 1) * MAP_ENTRY_BYTES;
      if (
        page[at] !== 0 &&
        (KINDS[page[at] ?? 0] === undefined || page.readUInt32BE(at + 1) > this.pageCount)
      )
        return undefined;
    }
    return page;
  }

  /** A file whose head is gone is taken for one of this version. */
  #readHead(): { readonly pageBytes: number; readonly pageCount: number; readonly hasMap: boolean } {
    const frame = this.#images.get(1);
    const head =
      frame !== undefined && this.#logFile !== undefined
        ? readAt(this.#logFile, frame.offset, HEADER_BYTES)
        : readAt(this.#file, 0, HEADER_BYTES);
    const pageBytes = head.readUInt16BE(16) === 1 ? 65_536 : head.readUInt16BE(16);
    const sane = pageBytes >= 512 && (pageBytes & (pageBytes - 1)) === 0;
    if (head.toString('latin1', 0, 16) !== MAGIC || !sane)
      return { pageBytes: this.log?.pageBytes ?? PAGE_BYTES, pageCount: 0, hasMap: true };
    return { pageBytes, pageCount: head.readUInt32BE(28), hasMap: head.readUInt32BE(52) > 0 };
  }
}

function openIfThere(file: string): number | undefined {
  try {
    return openSync(file, 'r');
  } catch {
    return undefined;
  }
}

function sizeOf(fd: number): number {
  return fstatSync(fd).size;
}
