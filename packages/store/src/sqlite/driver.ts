import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

/** A value that goes into a statement. Text must not hold NUL characters: one of the drivers cuts it there. */
export type SqlInput = number | string | null | Uint8Array;

/** A value that comes out of a row. Blobs come in the driver's own wrapping: read them through {@link bytesOf}. */
export type SqlOutput = number | string | null | Uint8Array | ArrayBuffer;

/** A row by column name. */
export type Row = Readonly<Record<string, SqlOutput>>;

/** A prepared statement. Parameters are positional. */
export interface Statement {
  /** Runs it and gives how many rows changed. */
  run(...parameters: readonly SqlInput[]): number;
  get(...parameters: readonly SqlInput[]): Row | undefined;
  all(...parameters: readonly SqlInput[]): readonly Row[];
}

/** One synchronous connection to one file. */
export interface Database {
  /** The library behind it, for status pages. */
  readonly engine: string;
  exec(sql: string): void;
  prepare(sql: string): Statement;
  close(): void;
}

/**
 * Opens a file with `node:sqlite` where Node has it and with npm's `libsql` elsewhere.
 * Both are the same SQLite to the code above this file, in files, locks and results.
 */
export function openDatabase(file: string): Database {
  const builtin = process.getBuiltinModule('node:sqlite') as NodeSqlite | undefined;
  return builtin === undefined ? openWithLibsql(file) : openWithNode(builtin, file);
}

/** Opens a database such that nothing in its file or its log is changed, by closing it neither. */
export function openReadOnly(file: string): Database {
  const builtin = process.getBuiltinModule('node:sqlite') as NodeSqlite | undefined;
  // The option of libsql for this has no effect; SQLite's own form of file names has.
  if (builtin === undefined) return openWithLibsql(`${pathToFileURL(file).href}?mode=ro`);
  return openWithNode(builtin, file, { readOnly: true });
}

/** Runs `work` in one transaction that takes the write lock at once; an error undoes all of it. */
export function transaction<T>(database: Database, work: () => T): T {
  return between(database, 'BEGIN IMMEDIATE', work);
}

/** Runs reads that belong together on one state of the file, whatever is written meanwhile. */
export function snapshot<T>(database: Database, work: () => T): T {
  return between(database, 'BEGIN', work);
}

function between<T>(database: Database, begin: string, work: () => T): T {
  database.exec(begin);
  let result: T;
  try {
    result = work();
    database.exec('COMMIT');
  } catch (error) {
    rollback(database);
    throw error;
  }
  return result;
}

function rollback(database: Database): void {
  try {
    database.exec('ROLLBACK');
  } catch {
    // SQLite has rolled back by itself (disk full, I/O error): the first error is the one to tell.
  }
}

/** A blob column as bytes. */
export function bytesOf(value: SqlOutput | undefined): Uint8Array {
  if (value instanceof Uint8Array) return value;
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  throw new TypeError(`a blob was expected where the row holds ${typeof value}`);
}

/** A numeric column; 0 where it is NULL. */
export function numberOf(value: SqlOutput | undefined): number {
  return typeof value === 'number' ? value : 0;
}

/** A text column; empty where it is NULL. */
export function textOf(value: SqlOutput | undefined): string {
  return typeof value === 'string' ? value : '';
}

/** The members of `node:sqlite` used here (`@types/node` of the oldest Node supported does not know the module). */
interface NodeSqlite {
  readonly DatabaseSync: new (file: string, options?: { readonly readOnly: boolean }) => NodeDatabase;
}

interface NodeDatabase {
  exec(sql: string): void;
  prepare(sql: string): NodeStatement;
  close(): void;
}

interface NodeStatement {
  run(...parameters: readonly SqlInput[]): { readonly changes: number | bigint };
  get(...parameters: readonly SqlInput[]): Row | undefined;
  all(...parameters: readonly SqlInput[]): Row[];
}

function openWithNode(sqlite: NodeSqlite, file: string, options = { readOnly: false }): Database {
  const database = new sqlite.DatabaseSync(file, options);
  return {
    engine: 'node:sqlite',
    exec: (sql) => database.exec(sql),
    prepare(sql) {
      const statement = database.prepare(sql);
      return {
        run: (...parameters) => Number(statement.run(...parameters).changes),
        get: (...parameters) => statement.get(...parameters),
        all: (...parameters) => statement.all(...parameters),
      };
    },
    close: () => database.close(),
  };
}

/** The members of `libsql` used here, typed without the `any` of its own declarations. */
interface LibsqlDatabase {
  exec(sql: string): void;
  prepare(sql: string): LibsqlStatement;
  close(): void;
}

/** Parameters always go as one array: a lone Buffer as the only argument ends the whole process. */
interface LibsqlStatement {
  run(parameters: readonly SqlInput[]): { readonly changes: number };
  get(parameters: readonly SqlInput[]): Row | undefined;
  all(parameters: readonly SqlInput[]): Row[];
}

function openWithLibsql(file: string): Database {
  const Libsql = createRequire(import.meta.url)('libsql') as new (file: string) => LibsqlDatabase;
  const database = new Libsql(file);
  return {
    engine: 'libsql',
    exec: (sql) => database.exec(sql),
    prepare(sql) {
      const statement = database.prepare(sql);
      return {
        run: (...parameters) => statement.run(parameters).changes,
        get: (...parameters) => statement.get(parameters),
        all: (...parameters) => statement.all(parameters),
      };
    },
    close: () => database.close(),
  };
}
