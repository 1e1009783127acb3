import { StoreError } from '../store-error.js';
import { databaseFile } from './data-folder.js';

/** SQLite's primary result codes that mean something to the store's users. */
const BUSY = 5;
const READ_ONLY = 8;
const IO_ERROR = 10;
const CORRUPT = 11;
const FULL = 13;
const CANNOT_OPEN = 14;
const NOT_A_DATABASE = 26;

const UNREADABLE: ReadonlySet<number> = new Set([READ_ONLY, IO_ERROR, CANNOT_OPEN]);
const DAMAGED: ReadonlySet<number> = new Set([CORRUPT, NOT_A_DATABASE]);

/**
 * Tells an error of either driver in the store's own words: disk full, a damaged or a forbidden file, a lock.
 * Other errors, which are ours, come back as they are.
 */
export function toStoreError(error: unknown, folder: string): unknown {
  if (error instanceof StoreError) return error;
  const code = resultCode(error);
  const reason = error instanceof Error ? error.message : String(error);
  if (code === FULL) {
    return new StoreError(
      'store/disk-full',
      `the disk that holds ${folder} is full; free some space and send again`,
      {
        cause: error,
      },
    );
  }
  if (code === BUSY) return lockedError(folder, error);
  if (code !== undefined && DAMAGED.has(code)) return damagedError(folder, [reason], error);
  if (code !== undefined && UNREADABLE.has(code)) return unreadableError(folder, reason, error);
  return error;
}

/** What is said when another process holds the folder. */
function lockedError(folder: string, cause?: unknown): StoreError {
  return new StoreError(
    'store/locked',
    `another process uses ${folder}; stop it, or choose another data folder`,
    { cause },
  );
}

/** What is said when the folder or a file in it cannot be read; nothing was changed. */
export function unreadableError(folder: string, reason: string, cause?: unknown): StoreError {
  return new StoreError(
    'store/unreadable',
    `${folder} cannot be read or written (${reason}); nothing was changed: check its rights, restore it from a back-up, or choose another data folder`,
    { cause },
  );
}

/** The most problems named in one message. */
const TOLD_PROBLEMS = 3;

/** What is said of a damaged file: what is wrong, and how to get what can still be read. */
export function damagedError(folder: string, problems: readonly string[], cause?: unknown): StoreError {
  return new StoreError(
    'store/damaged',
    `${databaseFile(folder)} is damaged (${problems.slice(0, TOLD_PROBLEMS).join('; ')}); nothing was changed: \`radiograph salvage\` copies what can be read into a new file and keeps the damaged one`,
    { cause },
  );
}

/** Whether the database found its file damaged. */
export function isDamage(error: unknown): boolean {
  if (error instanceof StoreError) return error.code === 'store/damaged';
  const code = resultCode(error);
  return code !== undefined && DAMAGED.has(code);
}

/** Whether the database refused, as opposed to a fault of the code above it. */
export function isDatabaseFailure(error: unknown): boolean {
  return resultCode(error) !== undefined;
}

/** The primary result code: `errcode` of node:sqlite, `rawCode` of libsql, or the number at the end of libsql's text. */
function resultCode(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const { errcode, rawCode, message } = error as { errcode?: unknown; rawCode?: unknown; message?: unknown };
  if (typeof errcode === 'number') return errcode & 0xff;
  if (typeof rawCode === 'number') return rawCode & 0xff;
  const opening = typeof message === 'string' ? /^ConnectionFailed\(.*: (\d+)/s.exec(message) : null;
  return opening?.[1] === undefined ? undefined : Number(opening[1]) & 0xff;
}
