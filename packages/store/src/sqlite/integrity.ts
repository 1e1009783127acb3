import { isMarkedOpen } from './clean-mark.js';
import { databaseFile, fileBytes, logFile } from './data-folder.js';
import { type Database, numberOf, openReadOnly, textOf } from './driver.js';
import { isDamage, toStoreError } from './failure.js';
import { checkSchema, schemaVersion } from './migrate.js';

/** The most problems told of one file: after these it is known to be damaged. */
const MOST_PROBLEMS = 10;

/** What must hold besides SQLite's own rules, each as a question that gives how many rows break it. Cheap: sums, and look-ups by key. */
const INVARIANTS: readonly (readonly [claim: string, sql: string])[] = [
  [
    'the count of traces differs from the traces there are',
    "SELECT abs((SELECT count(*) FROM trace) - (SELECT value FROM counter WHERE name = 'traces')) AS n",
  ],
  [
    'traces are not listed by time',
    'SELECT abs((SELECT count(*) FROM trace) - (SELECT count(*) FROM entry)) AS n',
  ],
  [
    'traces have no record',
    `SELECT count(*) AS n FROM trace
     WHERE pack IS NULL AND NOT EXISTS (SELECT 1 FROM fresh WHERE fresh.rid = trace.rid)`,
  ],
  [
    'packed traces are in no block',
    `SELECT count(*) AS n FROM trace
     WHERE pack IS NOT NULL AND NOT EXISTS (SELECT 1 FROM pack WHERE pack.id = trace.pack)`,
  ],
  [
    'blocks are in use by fewer or more traces than they count',
    `SELECT count(*) AS n FROM pack LEFT JOIN
       (SELECT trace.pack AS id, count(*) AS used FROM trace WHERE trace.pack IS NOT NULL GROUP BY trace.pack) AS use ON use.id = pack.id
     WHERE pack.traces <> ifnull(use.used, 0)`,
  ],
];

/** A store's file, opened for questions about its state. */
export interface OpenedForCheck {
  readonly database: Database;
  /** It was in use when it was last written, and not closed in order. */
  readonly unclean: boolean;
  readonly bytes: number;
}

/**
 * Opens a store's file such that nothing in it or in its log changes; undefined where there is none yet.
 *
 * @throws StoreError `store/damaged`, `store/unreadable`, `store/newer-schema`
 */
export function openForCheck(folder: string): OpenedForCheck | undefined {
  const file = databaseFile(folder);
  const [bytes, logBytes] = [fileBytes(file), fileBytes(logFile(folder))];
  if (bytes + logBytes === 0) return undefined;
  let database: Database | undefined;
  try {
    database = openReadOnly(file);
    database.exec('PRAGMA busy_timeout = 5000; PRAGMA cache_size = -32000');
    checkSchema(database, file);
    return { database, unclean: logBytes > 0 || isMarkedOpen(database), bytes: bytes + logBytes };
  } catch (error) {
    database?.close();
    throw toStoreError(error, folder);
  }
}

/** How a file is looked at: its trees at once, the same table by table, which lets progress be told, or with each index against its table. */
export type CheckDepth = 'quick' | 'by-table' | 'thorough';

/**
 * Reads the whole file and gives what is wrong with it, at most ten lines; nothing is changed. Takes some seconds a gigabyte.
 *
 * @param onStep told of the step that begins, the number of those before it, and the number of all
 */
export function problemsOf(
  database: Database,
  depth: CheckDepth,
  onStep: (step: string, done: number, all: number) => void = () => undefined,
): string[] {
  const problems: string[] = [];
  try {
    const steps = depth === 'by-table' ? tablesOf(database) : ['everything'];
    for (const [index, step] of steps.entries()) {
      onStep(step, index, steps.length);
      problems.push(...checked(database, depth, step));
      if (problems.length >= MOST_PROBLEMS) break;
    }
    if (problems.length === 0) problems.push(...brokenInvariants(database));
  } catch (error) {
    if (!isDamage(error)) throw error;
    if (problems.length === 0) problems.push(error instanceof Error ? error.message : String(error));
  }
  return problems.slice(0, MOST_PROBLEMS);
}

function tablesOf(database: Database): string[] {
  return database
    .prepare(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY rootpage",
    )
    .all()
    .map(({ name }) => textOf(name));
}

function checked(database: Database, depth: CheckDepth, table: string): string[] {
  const check = depth === 'thorough' ? 'integrity_check' : 'quick_check';
  const what = depth === 'by-table' ? `'${table.replaceAll("'", "''")}'` : MOST_PROBLEMS;
  const rows = database.prepare(`PRAGMA ${check}(${what})`).all();
  const lines = rows.flatMap((row) => textOf(row[check]).split('\n'));
  return lines.filter((line) => line !== 'ok' && !line.startsWith('***'));
}

function brokenInvariants(database: Database): string[] {
  // Of a file that is yet to be brought forward the tables are others.
  if (numberOf(database.prepare('PRAGMA user_version').get()?.['user_version']) !== schemaVersion) return [];
  return INVARIANTS.flatMap(([claim, sql]) => {
    const broken = numberOf(database.prepare(sql).get()?.['n']);
    return broken === 0 ? [] : [`${claim} (${broken})`];
  });
}
