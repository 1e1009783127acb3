import { StoreError } from '../store-error.js';
import { type Database, numberOf, transaction } from './driver.js';
import { migrations } from './migrations/index.js';

/** The version of the schema that this code reads and writes. */
export const schemaVersion: number = migrations.length;

/** Marks a file as a Radiograph store (`Rdgf` as a big-endian number), so that no other database is ever taken for one. */
const APPLICATION_ID = 0x52646766;

/**
 * Brings a file to the current schema, each step in its own transaction.
 *
 * @throws StoreError `store/newer-schema` for a file of a later release, `store/unreadable` for another program's database
 */
export function migrate(database: Database, file: string): void {
  const version = pragma(database, 'user_version');
  if (version > schemaVersion) {
    throw new StoreError(
      'store/newer-schema',
      `${file} has schema ${version} and this version of Radiograph knows ${schemaVersion}; use the newer Radiograph that wrote it, or another data folder`,
    );
  }
  checkOwner(database, file);
  for (const [index, sql] of migrations.entries()) {
    if (index < version) continue;
    transaction(database, () => database.exec(`${sql} PRAGMA user_version = ${index + 1};`));
  }
}

function checkOwner(database: Database, file: string): void {
  if (pragma(database, 'application_id') === APPLICATION_ID) return;
  const tables = numberOf(database.prepare('SELECT count(*) AS n FROM sqlite_master').get()?.['n']);
  if (tables > 0) {
    throw new StoreError(
      'store/unreadable',
      `${file} is a database of another program; nothing was changed: choose another data folder`,
    );
  }
  database.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
}

function pragma(database: Database, name: string): number {
  return numberOf(database.prepare(`PRAGMA ${name}`).get()?.[name]);
}
