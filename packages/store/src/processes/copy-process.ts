import { closeSync, fsyncSync, openSync } from 'node:fs';
import { databaseFile } from '../sqlite/data-folder.js';
import { type Database, openDatabase } from '../sqlite/driver.js';
import { toStoreError } from '../sqlite/failure.js';
import { checkSchema } from '../sqlite/migrate.js';
import { type SentError, sendableError } from '../threads/messages.js';

/** From the process that copies: it is done, or why it could not be. */
export interface CopyOutcome {
  readonly error?: SentError;
}

const [folder = '', part = ''] = process.argv.slice(2);

// A Ctrl-C goes to this process too: the one that started it decides, and removes what was written.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => undefined);

try {
  copy();
  tell({});
} catch (error) {
  tell({ error: sendableError(toStoreError(error, folder)) });
}
process.disconnect();

function copy(): void {
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

function tell(outcome: CopyOutcome): void {
  process.send?.(outcome);
}
