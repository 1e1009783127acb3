/** A database of `node:sqlite`, `better-sqlite3` or `libsql`, by its shape. */
export interface SqliteDatabase {
  prepare(...args: never[]): unknown;
  exec(...args: never[]): unknown;
}

/** What a database knows and does. */
export interface KnownDatabase {
  prepare: (...args: unknown[]) => unknown;
  exec: (...args: unknown[]) => unknown;
  /** The file, as `better-sqlite3` and `libsql` tell it. */
  readonly name?: unknown;
  /** The file, as `node:sqlite` tells it from Node 24 on. */
  readonly location?: unknown;
}
