import { StoreError } from '../store-error.js';
import { type Database, numberOf, transaction } from './driver.js';
import { migrations } from './migrations/index.js';

/** The version of the schema that this code reads and writes. */
export const schemaVersion: number = migrations.length;

/** Marks a file as a Radiograph store (`Rdgf` as a big-endian number), so that no other database is ever taken for one. */
const APPLICATION_ID = 0x52646766;

/**
 * Makes sure that a file is empty or a Radiograph store this code knows. Changes nothing.
 *
 * @throws StoreError `store/newer-schema` for a file of a later release, `store/unreadable` for another program's database
 */
export function checkSchema(database: Database, file: string): void {
  const version = pragma(database, 'user_version');
  const ours = pragma(database, 'application_id') === APPLICATION_ID;
  if (!ours && (version > 0 || hasTables(database))) {
    throw new StoreError(
      'store/unreadable',
      `${file} is a database of another program; nothing was changed: choose another data folder`,
    );
  }
  if (version > schemaVersion) {
    throw new StoreError(
      'store/newer-schema',
      `${file} has schema ${version} and this version of Radiograph knows ${schemaVersion}; use the newer Radiograph that wrote it, or another data folder`,
    );
  }
}

/** Brings a file that was checked to the current schema, each step in a transaction of its own. */
export function migrate(database: Database): void {
  const version = pragma(database, 'user_version');
  for (const [index, sql] of migrations.entries()) {
    if (index < version) continue;
    const marks = `PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${index + 1};`;
    transaction(database, () => database.exec(`${sql} ${marks}`));
  }
}

function hasTables(database: Database): boolean {
  return numberOf(database.prepare('SELECT count(*) AS n FROM sqlite_master').get()?.['n']) > 0;
}

function pragma(database: Database, name: string): number {
  return numberOf(database.prepare(`PRAGMA ${name}`).get()?.[name]);
}
