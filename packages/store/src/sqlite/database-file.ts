import { databaseFile } from './data-folder.js';
import { type Database, numberOf, openDatabase } from './driver.js';
import { toStoreError } from './failure.js';
import { checkSchema, migrate } from './migrate.js';

/**
 * Opens the database for writing, made or migrated where needed.
 *
 * @throws StoreError `store/unreadable`, `store/newer-schema`, `store/disk-full`
 */
export function openForWriting(folder: string): Database {
  return opened(folder, (database) => {
    database.exec('PRAGMA busy_timeout = 5000');
    checkSchema(database, databaseFile(folder));
    // On a file that exists these change nothing, or what they must not: a damaged one stays as it is.
    if (isEmpty(database)) database.exec('PRAGMA page_size = 16384; PRAGMA auto_vacuum = INCREMENTAL');
    database.exec('PRAGMA journal_mode = WAL');
    migrate(database);
    database.exec(
      'PRAGMA synchronous = NORMAL; PRAGMA cache_size = -32000; PRAGMA temp_store = MEMORY; PRAGMA wal_autocheckpoint = 1000; PRAGMA journal_size_limit = 67108864',
    );
  });
}

/** Folds the write-ahead log into the file, which shrinks no sooner, and empties it; waits hardly for reads under way: next time, then. */
export function foldLog(database: Database): void {
  database.exec('PRAGMA busy_timeout = 50; PRAGMA wal_checkpoint(TRUNCATE); PRAGMA busy_timeout = 5000');
}

/** Opens the database of a store that runs already, for reading only. */
export function openForReading(folder: string): Database {
  return opened(folder, (database) => {
    database.exec(
      'PRAGMA busy_timeout = 5000; PRAGMA query_only = ON; PRAGMA cache_size = -64000; PRAGMA temp_store = MEMORY; PRAGMA mmap_size = 1073741824',
    );
  });
}

function isEmpty(database: Database): boolean {
  return numberOf(database.prepare('PRAGMA page_count').get()?.['page_count']) === 0;
}

function opened(folder: string, prepare: (database: Database) => void): Database {
  let database: Database | undefined;
  try {
    database = openDatabase(databaseFile(folder));
    prepare(database);
    return database;
  } catch (error) {
    database?.close();
    throw toStoreError(error, folder);
  }
}
