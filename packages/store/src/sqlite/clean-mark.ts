import { type Database, numberOf } from './driver.js';

/** In the table of counters, so that the mark goes with the file: a copy made while the store was in use is checked too. */
const NAME = 'open';

/** Notes that the store is in use. */
export function markOpen(database: Database): void {
  write(database, 1);
}

/** Notes that the store was closed in order. */
export function markClosed(database: Database): void {
  write(database, 0);
}

/** Whether the store was in use when it was last written. Files of earlier versions do not tell. */
export function isMarkedOpen(database: Database): boolean {
  return (
    numberOf(database.prepare(`SELECT value FROM counter WHERE name = '${NAME}'`).get()?.['value']) === 1
  );
}

function write(database: Database, value: number): void {
  database
    .prepare('INSERT INTO counter VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value')
    .run(NAME, value);
}
