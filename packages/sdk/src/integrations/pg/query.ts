import { AsyncResource } from 'node:async_hooks';
import { context, defaultRecorder, type Subsegment } from '../../index.js';
import { driverVersion } from '../sql/driver-version.js';
import { beginSqlCall, endSqlCall, failSqlCall, type SqlTarget } from '../sql/sql-call.js';
import type { SqlOptions } from '../sql/sql-options.js';
import type { KnownClient, QueryObject } from './shapes.js';

const RECORDED: unique symbol = Symbol.for('radiograph.pg.client') as never;

type Callback = (...args: unknown[]) => unknown;

/** Records the queries of one client. */
export function recordQueries(client: KnownClient & { [RECORDED]?: boolean }, options: SqlOptions): void {
  if (client[RECORDED]) return;
  const { query } = client;
  if (typeof query !== 'function') throw new TypeError('it has no method query');
  client[RECORDED] = true;
  const version = serverVersion(client);
  client.query = function recordedQuery(this: KnownClient, ...args: unknown[]) {
    const current = context.getStore();
    if (current === undefined) return query.apply(this, args);
    if (!current.sampled) return query.apply(this, withBoundCallback(args, undefined));
    return run(this, query, args, targetOf(this, version()), options);
  };
}

/** The server tells its version to every client that connects. */
function serverVersion(client: KnownClient): () => string | undefined {
  let version: string | undefined;
  client.connection?.on?.('parameterStatus', (message) => {
    const { parameterName, parameterValue } = message as { parameterName?: string; parameterValue?: string };
    if (parameterName === 'server_version') version = parameterValue;
  });
  return () => version;
}

function targetOf(client: KnownClient, version: string | undefined): SqlTarget {
  const { host, port, database, user } = client;
  return {
    dialect: 'postgresql',
    type: 'PostgreSQL',
    scheme: 'postgresql',
    host,
    port,
    database,
    user,
    version,
    driverVersion: driverVersion('pg'),
  };
}

function run(
  client: KnownClient,
  query: Callback,
  args: unknown[],
  target: SqlTarget,
  options: SqlOptions,
): unknown {
  const subsegment = begin(args[0], target, options);
  if (subsegment === undefined) return query.apply(client, args);
  const isSubmitted = typeof (args[0] as QueryObject | undefined)?.submit === 'function';
  if (isSubmitted) watchSubmitted(args[0] as object, subsegment);
  try {
    const result = query.apply(client, isSubmitted ? args : withBoundCallback(args, subsegment));
    if (isPromise(result)) watchPromise(result, subsegment);
    return result;
  } catch (error) {
    failSqlCall(subsegment, error);
    throw error;
  }
}

/** Whatever is wrong with the query, the driver must say so itself. */
function begin(query: unknown, target: SqlTarget, options: SqlOptions): Subsegment | undefined {
  try {
    const { text, name, cursor } = (
      typeof query === 'string' ? { text: query } : (query ?? {})
    ) as QueryObject;
    return beginSqlCall(target, text ?? cursor?.text, name === undefined ? undefined : 'statement', options);
  } catch (error) {
    (options.recorder ?? defaultRecorder()).tellLeftOut(
      'a query of pg could not be read and is not recorded',
      error,
    );
    return undefined;
  }
}

function isPromise(value: unknown): value is Promise<unknown> {
  return typeof (value as { then?: unknown } | null | undefined)?.then === 'function';
}

/** The caller gets the driver's own promise; this one only watches it. */
function watchPromise(result: Promise<unknown>, subsegment: Subsegment): void {
  result.then(
    (value) => endSqlCall(subsegment, rowsOf(value)),
    (error) => failSqlCall(subsegment, error),
  );
}

/** Several statements in one query have several results. */
function rowsOf(result: unknown): unknown {
  if (!Array.isArray(result)) return (result as { rowCount?: unknown } | undefined)?.rowCount;
  return result.reduce((sum: number, { rowCount }: { rowCount?: number }) => sum + (rowCount ?? 0), 0);
}

/** The driver calls back from its socket, where no or another request is current. */
function withBoundCallback(args: unknown[], subsegment: Subsegment | undefined): unknown[] {
  const at = args.findLastIndex((arg) => typeof arg === 'function');
  if (at > 0) return args.with(at, bound(args[at] as Callback, subsegment));
  const [config] = args;
  const { callback } = (config ?? {}) as QueryObject;
  if (typeof config !== 'object' || typeof callback !== 'function') return args;
  // The configuration belongs to the caller, who may use it again.
  const value = bound(callback as Callback, subsegment);
  return [
    Object.create(config, { callback: { value, writable: true, configurable: true } }),
    ...args.slice(1),
  ];
}

function bound(callback: Callback, subsegment: Subsegment | undefined): Callback {
  const inContext = AsyncResource.bind(callback);
  return function recordedCallback(this: unknown, error: unknown, result: unknown) {
    if (subsegment !== undefined && error) failSqlCall(subsegment, error);
    else if (subsegment !== undefined) endSqlCall(subsegment, rowsOf(result));
    return inContext.call(this, error, result);
  };
}

type Submitted = Record<string, unknown>;

/** Cursors, streams and COPY are told by the connection how they fare. One that is given up ends with its segment. */
function watchSubmitted(query: object, subsegment: Subsegment): void {
  subsegment.closeWithSegment();
  const submitted = query as Submitted;
  before(submitted, 'handleError', (error) => failSqlCall(subsegment, error));
  before(submitted, 'handleReadyForQuery', () => {
    const { rowCount, _result } = submitted as { rowCount?: unknown; _result?: { rowCount?: unknown } };
    endSqlCall(subsegment, rowCount ?? _result?.rowCount);
  });
}

function before(query: Submitted, method: string, watch: (argument: unknown) => void): void {
  const original = query[method];
  if (typeof original !== 'function') return;
  query[method] = function watched(this: unknown, ...args: unknown[]) {
    watch(args[0]);
    return original.apply(this, args);
  };
}
