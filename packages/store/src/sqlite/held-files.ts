import { type LogRescue, rescueLog } from '../salvage/log-rescue.js';
import { markClosed, markOpen } from './clean-mark.js';
import { foldLog, openForWriting } from './database-file.js';
import type { Database } from './driver.js';
import { damagedError } from './failure.js';
import { lockFolder } from './folder-lock.js';
import { openForCheck, problemsOf } from './integrity.js';

/** What a writer holds open. */
export interface HeldFiles {
  readonly lock: Database;
  readonly database: Database;
  readonly start: StartState;
}

/** In which state the files were found. */
export interface StartState {
  /** The process that had them open last did not close them. */
  readonly unclean: boolean;
  /** They are too large to be read through before the store opens, which is to be done beside the work. */
  readonly unchecked: boolean;
  /** What SQLite left out of a damaged log. */
  readonly rescue?: LogRescue;
}

/** How a folder is taken. */
interface HoldOptions {
  /** The largest file that is read through. */
  readonly checkBytes: number;
  /** Told of the size of a file before it is read through. */
  readonly onCheck?: (bytes: number) => void;
  readonly open?: (folder: string) => Database;
}

/**
 * Takes a folder: locks it, looks whether it was closed in order and reads the file through if not, up to a size, and opens it for writing.
 * Until it is known to be whole nothing in it is changed.
 *
 * @throws StoreError `store/locked`, `store/damaged`, `store/unreadable`, `store/newer-schema`, `store/disk-full`
 */
export function holdFiles(folder: string, options: HoldOptions): HeldFiles {
  const lock = lockFolder(folder);
  try {
    const start = stateAtStart(folder, options);
    const database = (options.open ?? openForWriting)(folder);
    markOpen(database);
    return { lock, database, start };
  } catch (error) {
    lock.close();
    throw error;
  }
}

/**
 * The lock goes last: until then nobody else may open the database. Files closed without order are checked by who opens them next. The log is
 * folded into the file here: one of the drivers closes a file no sooner than its statements are collected.
 */
export function closeFiles({ lock, database }: HeldFiles, inOrder: boolean): void {
  try {
    if (inOrder) {
      markClosed(database);
      foldLog(database);
    }
  } finally {
    database.close();
    lock.close();
  }
}

function stateAtStart(folder: string, { checkBytes, onCheck }: HoldOptions): StartState {
  const opened = openForCheck(folder);
  if (opened === undefined) return { unclean: false, unchecked: false };
  const { database, unclean, bytes } = opened;
  try {
    if (!unclean) return { unclean, unchecked: false };
    const unchecked = bytes > checkBytes;
    if (!unchecked) onCheck?.(bytes);
    const problems = unchecked ? [] : problemsOf(database, 'quick');
    if (problems.length > 0) throw damagedError(folder, problems);
    const rescue = rescueLog(folder);
    return { unclean, unchecked, ...(rescue !== undefined && { rescue }) };
  } finally {
    database.close();
  }
}
