import { closeSync, openSync, writeSync } from 'node:fs';
import { numberOf, openDatabase } from '../../src/sqlite/driver.js';

/** The size of a store's pages. */
export const PAGE = 16_384;

/** Overwrites a page of a file with garbage. */
export function ruin(file: string, page: number): void {
  ruinBytes(file, (page - 1) * PAGE, PAGE);
}

/** Overwrites bytes of a file with garbage. */
export function ruinBytes(file: string, position: number, bytes: number): void {
  const fd = openSync(file, 'r+');
  writeSync(fd, Buffer.alloc(bytes, 0xa5), 0, bytes, position);
  closeSync(fd);
}

/** The page at the root of a table or index. */
export function rootOf(file: string, name: string): number {
  const database = openDatabase(file);
  const row = database.prepare('SELECT rootpage FROM sqlite_schema WHERE name = ?').get(name);
  database.close();
  return numberOf(row?.['rootpage']);
}
