import { copyFileSync } from 'node:fs';
import { databaseFile, fileBytes, logFile } from '../sqlite/data-folder.js';
import { type Find, findsOn } from './finds.js';
import { PageSource } from './page-source.js';

/** What SQLite leaves out of a damaged write-ahead log. */
export interface LogRescue {
  /** Documents and settings of transactions behind the damage. */
  readonly finds: readonly Find[];
  /** A copy of the log as it was: SQLite empties the log itself. */
  readonly copy: string;
}

/**
 * Reads what was committed behind a damaged place of the write-ahead log, before SQLite forgets it: it reads a log up to the first
 * page that is damaged, and takes all that follows for the end of an earlier run. Undefined where nothing is behind damage.
 */
export function rescueLog(folder: string): LogRescue | undefined {
  if (fileBytes(logFile(folder)) === 0) return undefined;
  const source = new PageSource(databaseFile(folder));
  try {
    if (source.log?.broken !== true) return undefined;
    const pages = new Set(
      source.log.frames.filter(({ behindDamage }) => behindDamage).map(({ page }) => page),
    );
    const finds = [...pages].flatMap((page) => [...findsOn(source, page)]);
    const copy = `${logFile(folder)}.damaged-${stamp()}`;
    copyFileSync(logFile(folder), copy);
    return { finds, copy };
  } finally {
    source.close();
  }
}

/** The time as part of a file's name. */
export function stamp(): string {
  return new Date().toISOString().replaceAll(':', '-');
}
