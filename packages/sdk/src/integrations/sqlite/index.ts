/** SQLite by `node:sqlite`, `better-sqlite3` or `libsql`. */

// For users
export type { SqlOptions } from '../sql/sql-options.js';
// For integrators
export type { SqliteDatabase } from './shapes.js';
export { sqlite } from './sqlite.js';
