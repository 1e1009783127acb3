import { toStoreError } from './sqlite/failure.js';
import { openForCheck, problemsOf } from './sqlite/integrity.js';
import { StoreError } from './store-error.js';

/** What is checked. */
export interface CheckOptions {
  /** The data folder; a running service may have it open. */
  readonly folder: string;
}

/** What a check found. */
export interface CheckReport {
  /** The bytes of file and log. */
  readonly bytes: number;
  /** What is wrong, at most ten lines; empty where the file is whole. */
  readonly problems: readonly string[];
}

/**
 * Reads a store's file through, each index against its table, and looks whether what the tables say of each other is true. Changes nothing.
 * Blocks its thread: some seconds a gigabyte.
 *
 * @throws StoreError `store/no-store`, `store/unreadable`, `store/newer-schema`
 */
export function checkStore({ folder }: CheckOptions): CheckReport {
  try {
    const opened = openForCheck(folder);
    if (opened === undefined)
      throw new StoreError('store/no-store', `${folder} holds no traces; name the data folder`);
    const { database, bytes } = opened;
    try {
      return { bytes, problems: problemsOf(database, 'thorough') };
    } finally {
      database.close();
    }
  } catch (error) {
    const told = toStoreError(error, folder);
    if (told instanceof StoreError && told.code === 'store/damaged')
      return { bytes: 0, problems: [told.message] };
    throw told;
  }
}
