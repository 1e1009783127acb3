import { closeSync, existsSync, fsyncSync, linkSync, openSync, rmSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { databaseFile } from './sqlite/database-file.js';
import { type Database, openDatabase } from './sqlite/driver.js';
import { toStoreError } from './sqlite/failure.js';
import { checkSchema } from './sqlite/migrate.js';
import { StoreError } from './store-error.js';

/** What is copied, and where to. */
export interface BackupOptions {
  /** The data folder; a running service may have it open. */
  readonly folder: string;
  /** The file that is made; it must not exist. */
  readonly file: string;
}

/**
 * Copies a store into one file while it may be in use, and gives the file's size in bytes. The copy holds everything that had been
 * acknowledged when it began; put as `traces.db` into an empty folder it is a store. Blocks its thread until the copy is on disk.
 *
 * @throws StoreError `store/no-store`, `store/target-exists`, `store/target-unwritable`, `store/disk-full`, `store/unreadable`
 */
export function backUpStore({ folder, file }: BackupOptions): number {
  const source = databaseFile(folder);
  const target = resolve(file);
  if (!existsSync(source))
    throw new StoreError('store/no-store', `${folder} holds no traces; name the data folder`);
  if (existsSync(target)) throw targetExists(target);
  const part = `${target}.${process.pid}.part`;
  claim(part);
  try {
    copy(folder, part);
    // Unlike a rename, a link never takes the place of a file that came meanwhile.
    linkSync(part, target);
    return statSync(target).size;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') throw targetExists(target);
    throw inTermsOf(target, folder, error);
  } finally {
    rmSync(part, { force: true });
    rmSync(`${part}-journal`, { force: true });
  }
}

function copy(folder: string, part: string): void {
  let database: Database | undefined;
  try {
    database = openDatabase(databaseFile(folder));
    database.exec('PRAGMA busy_timeout = 5000');
    checkSchema(database, databaseFile(folder));
    database.prepare('VACUUM INTO ?').run(part);
  } finally {
    database?.close();
  }
  const copied = openSync(part, 'r+');
  fsyncSync(copied);
  closeSync(copied);
}

/** An empty file is one that SQLite copies into; a folder that cannot be written to is told before anything is read. */
function claim(part: string): void {
  try {
    closeSync(openSync(part, 'wx'));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new StoreError(
      'store/target-unwritable',
      `the back-up cannot be written (${reason}); choose another place`,
      {
        cause,
      },
    );
  }
}

function targetExists(target: string): StoreError {
  return new StoreError('store/target-exists', `${target} exists and was left alone; name a new file`);
}

/** A full disk is the target's: reading takes no room. */
function inTermsOf(target: string, folder: string, error: unknown): unknown {
  const told = toStoreError(error, folder);
  if (!(told instanceof StoreError) || told.code !== 'store/disk-full') return told;
  return new StoreError(
    'store/disk-full',
    `the disk of ${target} has no room for the back-up; nothing was left there`,
    {
      cause: error,
    },
  );
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
