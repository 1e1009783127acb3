import { AsyncResource } from 'node:async_hooks';
import { context, defaultRecorder } from '../../index.js';
import { type ChannelMessage, processWide, recordChannel } from '../channel/record-channel.js';
import { driverVersion } from '../sql/driver-version.js';
import { beginSqlCall, endSqlCall, failSqlCall, type SqlTarget } from '../sql/sql-call.js';
import type { SqlOptions } from '../sql/sql-options.js';

const POOL: unique symbol = Symbol.for('radiograph.mysql2.pool') as never;

/** What mysql2 says of a query. Its text has the values in it already. */
interface QueryMessage extends ChannelMessage {
  readonly query?: unknown;
  readonly database?: string;
  readonly serverAddress?: string;
  readonly serverPort?: number;
}

type Callback = (...args: unknown[]) => unknown;

/** A pool, or the pool inside one with promises. */
interface KnownPool {
  getConnection?: Callback;
  readonly pool?: KnownPool;
  readonly config?: { readonly connectionLimit?: number };
  readonly _freeConnections?: { readonly length: number };
  readonly _allConnections?: { readonly length: number };
  [POOL]?: boolean;
}

/**
 * Records every query of `mysql2` in this process, with callbacks and promises, as a subsegment of what is current. A pool has to
 * be given: it hands a connection on from one request to the next, and only so each query stays with its own. Doing it again
 * replaces the options.
 *
 * @param target a pool, or a connection; it is given back
 * @example
 * const pool = mysql2(createPool({ host: 'db', user: 'shop', database: 'shop' }));
 */
export function mysql2<Target = undefined>(target?: Target, options: SqlOptions = {}): Target {
  const { place, isFirst } = processWide('mysql2', options);
  if (isFirst) {
    record('mysql2:query', undefined, place);
    record('mysql2:execute', 'statement', place);
  }
  try {
    if (typeof target === 'object' && target !== null) recordPool(target);
  } catch (error) {
    (options.recorder ?? defaultRecorder()).tellLeftOut(
      'mysql2(pool) could not prepare what it was given',
      error,
    );
  }
  return target as Target;
}

/** Lets the queries of a pool stay with their own requests. Doing it again does nothing. */
export function recordPool(target: KnownPool): void {
  // A pool with promises asks the one inside it.
  const pool = target.pool ?? target;
  const { getConnection } = pool;
  if (typeof getConnection !== 'function' || pool[POOL]) return;
  pool[POOL] = true;
  pool.getConnection = function recordedGetConnection(this: unknown, ...args: unknown[]) {
    const [callback] = args;
    const current = context.getStore();
    if (current === undefined || typeof callback !== 'function') return getConnection.apply(this, args);
    const wait = current.sampled && !isFree(pool) ? current.beginSubsegment(waitName(pool)) : undefined;
    const bound = AsyncResource.bind(callback as Callback);
    try {
      return getConnection.call(this, (...results: unknown[]) => {
        wait?.close(results[0] ?? undefined);
        return bound(...results);
      });
    } catch (error) {
      wait?.close(error);
      throw error;
    }
  };
}

function isFree({ _freeConnections }: KnownPool): boolean {
  return _freeConnections === undefined || _freeConnections.length > 0;
}

function waitName({ config, _allConnections }: KnownPool): string {
  const limit = config?.connectionLimit ?? 0;
  return limit > 0 && (_allConnections?.length ?? 0) >= limit ? 'pool wait' : 'connect';
}

function record(channel: string, preparation: 'statement' | undefined, place: { options: SqlOptions }): void {
  recordChannel<QueryMessage>(
    channel,
    {
      begin: (message) => beginSqlCall(targetOf(message), message.query, preparation, place.options),
      end: (subsegment, { result }) => endSqlCall(subsegment, rowsOf(result)),
      fail: (subsegment, error) => failSqlCall(subsegment, error),
    },
    () => place.options.recorder ?? defaultRecorder(),
  );
}

function targetOf({ database, serverAddress, serverPort }: QueryMessage): SqlTarget {
  return {
    dialect: 'mysql',
    type: 'MySQL',
    scheme: 'mysql',
    host: serverAddress ?? 'localhost',
    port: serverPort,
    database: database === '' ? undefined : database,
    driverVersion: driverVersion('mysql2'),
  };
}

/** Rows that were read, or the count of those that were changed. */
function rowsOf(result: unknown): unknown {
  if (Array.isArray(result)) return result.length;
  return (result as { affectedRows?: unknown } | undefined)?.affectedRows;
}
