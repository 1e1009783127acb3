import { resolve } from 'node:path';
import { backUpStore } from '@radiograph/store';

/** What `radiograph backup` is told. */
export interface BackupCommandOptions {
  readonly data: string;
}

/** Copies the traces of a data folder into a new file, whether a service runs there or not, and says how to start with it. */
export function backup(file: string, { data }: BackupCommandOptions): void {
  const bytes = backUpStore({ folder: resolve(data), file });
  process.stdout.write(
    `Wrote ${resolve(file)}, ${bytes.toLocaleString('en-US')} bytes; as traces.db in an empty folder, --data starts with it\n`,
  );
}
