import { basename } from 'node:path';
import { context, defaultRecorder } from '../../index.js';
import { beginSqlCall, endSqlCall, failSqlCall, type SqlTarget } from '../sql/sql-call.js';
import type { SqlOptions } from '../sql/sql-options.js';
import type { KnownDatabase, SqliteDatabase } from './shapes.js';

const RECORDED = Symbol.for('radiograph.sqlite');

type Method = (...args: unknown[]) => unknown;

/**
 * Records every statement that a database of `node:sqlite`, `better-sqlite3` or `libsql` runs as a subsegment of what is
 * current. Statements that were prepared before are not recorded. Doing it again does nothing.
 *
 * @returns the same database
 * @example
 * const database = sqlite(new DatabaseSync('orders.db'));
 */
export function sqlite<Database extends SqliteDatabase>(
  database: Database,
  options: SqlOptions = {},
): Database {
  try {
    record(database as unknown as KnownDatabase, options);
  } catch (error) {
    const recorder = options.recorder ?? defaultRecorder();
    recorder.tellLeftOut(
      'sqlite(database) was given what is no database of SQLite; it is not recorded',
      error,
    );
  }
  return database;
}

function record(database: KnownDatabase & { [RECORDED]?: boolean }, options: SqlOptions): void {
  if (database[RECORDED]) return;
  const { prepare, exec } = database;
  if (typeof prepare !== 'function') throw new TypeError('it has no method prepare');
  database[RECORDED] = true;
  const target = targetOf(database);
  database.prepare = function recordedPrepare(this: unknown, ...args: unknown[]) {
    const statement = prepare.apply(this, args) as Record<string, unknown>;
    for (const method of ['run', 'get', 'all'])
      wrap(statement, method, args[0], 'statement', target, options);
    wrapIterate(statement, args[0], target, options);
    return statement;
  };
  if (typeof exec === 'function') wrap(database as never, 'exec', undefined, undefined, target, options);
}

function wrap(
  owner: Record<string, unknown>,
  method: string,
  sql: unknown,
  preparation: 'statement' | undefined,
  target: SqlTarget,
  options: SqlOptions,
): void {
  const original = owner[method] as Method | undefined;
  if (typeof original !== 'function') return;
  owner[method] = function recorded(this: unknown, ...args: unknown[]) {
    const subsegment = beginSqlCall(target, sql ?? args[0], preparation, options);
    if (subsegment === undefined) return original.apply(this, args);
    try {
      const result = inside(owner, () => original.apply(this, args));
      endSqlCall(subsegment, rowsOf(method, result));
      return result;
    } catch (error) {
      failSqlCall(subsegment, error);
      throw error;
    }
  };
}

/** One method of a library may call another of the same statement, which is no second call. */
const busy: WeakSet<object> = new WeakSet();

function inside<Result>(owner: object, call: () => Result): Result {
  busy.add(owner);
  try {
    return call();
  } finally {
    busy.delete(owner);
  }
}

function rowsOf(method: string, result: unknown): unknown {
  if (method === 'all') return Array.isArray(result) ? result.length : undefined;
  return method === 'run' ? (result as { changes?: unknown } | undefined)?.changes : undefined;
}

/** Rows are read while the caller goes through them; a loop that is left early ends the call too. */
function wrapIterate(
  statement: Record<string, unknown>,
  sql: unknown,
  target: SqlTarget,
  options: SqlOptions,
): void {
  const { iterate } = statement;
  if (typeof iterate !== 'function') return;
  statement['iterate'] = function recordedIterate(this: unknown, ...args: unknown[]) {
    const isRecorded = context.getStore()?.sampled === true && !busy.has(statement);
    const rows = iterate.apply(this, args) as Iterable<unknown>;
    return isRecorded ? recordedRows(rows, sql, target, options) : rows;
  };
}

function* recordedRows(
  rows: Iterable<unknown>,
  sql: unknown,
  target: SqlTarget,
  options: SqlOptions,
): Generator<unknown> {
  const subsegment = beginSqlCall(target, sql, 'statement', options);
  let count = 0;
  try {
    for (const row of rows) {
      count++;
      yield row;
    }
  } catch (error) {
    if (subsegment !== undefined) failSqlCall(subsegment, error);
    throw error;
  } finally {
    if (subsegment?.closed === false) endSqlCall(subsegment, count);
  }
}

function targetOf(database: KnownDatabase): SqlTarget {
  const file = fileOf(database);
  const isNode = typeof (database as { open?: unknown }).open === 'function' && !('pragma' in database);
  return {
    dialect: 'sqlite',
    type: 'SQLite',
    scheme: 'sqlite',
    database: file,
    version: isNode ? process.versions['sqlite'] : undefined,
  };
}

/** Only the file's name: its folder says more of the machine than of the database. */
function fileOf(database: KnownDatabase & { readonly memory?: unknown }): string | undefined {
  const { name, location, memory } = database;
  const file = typeof location === 'function' ? (location.call(database) ?? ':memory:') : name;
  if (typeof file === 'string' && file !== '') return basename(file);
  // libsql forgets the name.
  return memory === true ? ':memory:' : undefined;
}
