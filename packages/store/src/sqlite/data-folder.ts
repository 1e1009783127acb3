import { statSync } from 'node:fs';
import { join } from 'node:path';

/** The database's file in the data folder. */
export function databaseFile(folder: string): string {
  return join(folder, 'traces.db');
}

/** The file of the database's write-ahead log. */
export function logFile(folder: string): string {
  return `${databaseFile(folder)}-wal`;
}

/** The bytes of the database and its write-ahead log on disk. */
export function diskBytes(folder: string): number {
  return fileBytes(databaseFile(folder)) + fileBytes(logFile(folder));
}

/** The size of a file; 0 where there is none. */
export function fileBytes(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
