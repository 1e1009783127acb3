import { join } from 'node:path';
import { type Database, openDatabase } from './driver.js';
import { toStoreError } from './failure.js';

/**
 * Holds a folder for this process until the result is closed, or the process ends in whatever way: the lock is
 * SQLite's own on an open file, which the system drops with the process, so that nothing stale ever blocks.
 *
 * @throws StoreError `store/locked` when another process (or another store in this one) holds it, `store/unreadable`
 */
export function lockFolder(folder: string): Database {
  let lock: Database | undefined;
  try {
    lock = openDatabase(join(folder, 'lock'));
    lock.exec('BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock?.close();
    throw toStoreError(error, folder);
  }
}
