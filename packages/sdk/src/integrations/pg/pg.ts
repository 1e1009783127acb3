import { AsyncResource } from 'node:async_hooks';
import { context, defaultRecorder, type Subsegment } from '../../index.js';
import type { SqlOptions } from '../sql/sql-options.js';
import { recordQueries } from './query.js';
import type { KnownClient, KnownPool, PgClient } from './shapes.js';

const POOL = Symbol.for('radiograph.pg.pool');

type Callback = (...args: unknown[]) => unknown;

/**
 * Records every query of a pool or client of `pg` as a subsegment of what is current: with callbacks, promises, cursors,
 * streams and COPY. Doing it again does nothing.
 *
 * @returns the same pool or client
 * @example
 * const pool = pg(new Pool());
 */
export function pg<Target extends PgClient>(target: Target, options: SqlOptions = {}): Target {
  try {
    if (isPool(target)) recordPool(target, options);
    else recordQueries(target as unknown as KnownClient, options);
  } catch (error) {
    const recorder = options.recorder ?? defaultRecorder();
    recorder.tellLeftOut(
      'pg(target) was given what is no pool or client of pg; its queries are not recorded',
      error,
    );
  }
  return target;
}

function isPool(target: unknown): target is KnownPool & { [POOL]?: boolean } {
  const { Client, connect } = target as { Client?: unknown; connect?: unknown };
  return typeof Client === 'function' && typeof connect === 'function';
}

function recordPool(pool: KnownPool & { [POOL]?: boolean }, options: SqlOptions): void {
  if (pool[POOL]) return;
  pool[POOL] = true;
  for (const client of pool._clients ?? []) recordQueries(client, options);
  const Client = pool.Client as new (...args: unknown[]) => object;
  // A subclass, because the server tells its version while a client connects, before the pool speaks of it.
  pool.Client = class extends Client {
    constructor(...args: unknown[]) {
      super(...args);
      recordQueries(this as unknown as KnownClient, options);
    }
  };
  Object.defineProperty(pool.Client, 'name', { value: Client.name });
  const connect = pool.connect;
  pool.connect = function recordedConnect(this: KnownPool, ...args: unknown[]) {
    return acquire(this, connect, args);
  };
}

/** A driver that throws at once calls nobody back. */
function orClose<Result>(wait: Subsegment | undefined, call: () => Result): Result {
  try {
    return call();
  } catch (error) {
    wait?.close(error);
    throw error;
  }
}

/** Waiting for a connection is a subsegment, where there is something to wait for. */
function acquire(pool: KnownPool, connect: Callback, args: unknown[]): unknown {
  const current = context.getStore();
  const isFull = pool.totalCount >= (pool.options.max ?? Number.POSITIVE_INFINITY);
  const waits = current?.sampled === true && pool.idleCount === 0;
  const wait = waits ? current.beginSubsegment(isFull ? 'pool wait' : 'connect') : undefined;
  const [callback] = args;
  if (typeof callback === 'function') {
    // The pool calls back from whoever gave the connection back, which may be another request.
    const bound = AsyncResource.bind(callback as Callback);
    const recorded = (...results: unknown[]): unknown => {
      wait?.close(results[0] ?? undefined);
      return bound(...results);
    };
    return orClose(wait, () => connect.call(pool, recorded));
  }
  const result = orClose(wait, () => connect.apply(pool, args));
  if (wait !== undefined)
    (result as Promise<unknown>).then(
      () => wait.close(),
      (error) => wait.close(error),
    );
  return result;
}
