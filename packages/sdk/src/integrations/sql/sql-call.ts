import type { SqlBlock } from '@radiograph/protocol';
import { context, type Subsegment } from '../../index.js';
import { type Dialect, sanitize } from './sanitize.js';
import type { SqlOptions } from './sql-options.js';
import { withoutSecrets } from './without-secrets.js';

const MAX_RAW_CHARACTERS = 8192;

/** A database as its driver knows it, without asking it. */
export interface SqlTarget {
  readonly dialect: Dialect;
  readonly type: string;
  readonly scheme: string;
  readonly host?: string | undefined;
  readonly port?: number | string | undefined;
  readonly database?: string | undefined;
  readonly user?: string | undefined;
  readonly version?: string | undefined;
  readonly driverVersion?: string | undefined;
}

/** Begins the subsegment of a SQL call; `undefined` where nothing is recorded. Never throws. */
export function beginSqlCall(
  target: SqlTarget,
  query: unknown,
  preparation: 'statement' | 'call' | undefined,
  options: SqlOptions,
): Subsegment | undefined {
  const current = context.getStore();
  if (current?.sampled !== true) return undefined;
  const subsegment = current.beginSubsegment(options.name ?? nameOf(target), { namespace: 'remote' });
  if (!subsegment.sampled) return undefined;
  subsegment.setSql(describe(target, typeof query === 'string' ? query : undefined, preparation, options));
  return subsegment;
}

function nameOf({ database, host, type }: SqlTarget): string {
  return host === undefined ? (database ?? type) : `${database ?? type}@${host}`;
}

function describe(
  target: SqlTarget,
  query: string | undefined,
  preparation: string | undefined,
  options: SqlOptions,
): SqlBlock {
  const { type, version, driverVersion, user } = target;
  const text = query === undefined ? undefined : shown(query, target.dialect, options);
  return {
    ...(options.url === undefined ? { url: urlOf(target) } : connection(options.url)),
    database_type: type,
    ...(version !== undefined && { database_version: version }),
    ...(driverVersion !== undefined && { driver_version: driverVersion }),
    ...(user !== undefined && { user }),
    ...(preparation !== undefined && { preparation }),
    ...(text !== undefined && { sanitized_query: text }),
  };
}

function shown(query: string, dialect: Dialect, options: SqlOptions): string | undefined {
  if (options.query === 'off') return undefined;
  return options.query === 'raw' ? query.slice(0, MAX_RAW_CHARACTERS) : sanitize(query, dialect);
}

/** What is no URL, such as `host=db dbname=shop`, is a connection string. */
function connection(text: string): SqlBlock {
  const clean = withoutSecrets(text);
  return /^[a-z][\w+.-]*:|^[^=]*[@/]/i.test(clean) ? { url: clean } : { connection_string: clean };
}

function urlOf({ scheme, host, port, database, user }: SqlTarget): string {
  if (host === undefined) return `${scheme}:${database ?? ''}`;
  if (host.startsWith('/')) return `${scheme}://${user ? `${user}@` : ''}/${database ?? ''}`;
  const server = host.includes(':') ? `[${host}]` : host;
  return `${scheme}://${user ? `${user}@` : ''}${server}${port === undefined ? '' : `:${port}`}/${database ?? ''}`;
}

/**
 * Ends the subsegment of a SQL call that went well; drivers may tell twice, and the first time counts.
 *
 * @param rows how many rows it changed or gave
 */
export function endSqlCall(subsegment: Subsegment, rows: unknown): void {
  if (subsegment.closed) return;
  if (typeof rows === 'number' || typeof rows === 'bigint')
    subsegment.addMetadata('rows', Number(rows), 'sql');
  subsegment.close();
}

/** Ends the subsegment of a SQL call that failed, with the database's code: `23505`, `ER_DUP_ENTRY`, `SQLITE_CONSTRAINT`. */
export function failSqlCall(subsegment: Subsegment, error: unknown): void {
  if (subsegment.closed) return;
  try {
    const { code } = (error ?? {}) as { code?: unknown };
    if (typeof code === 'string' || typeof code === 'number')
      subsegment.addMetadata('error_code', code, 'sql');
  } catch {
    // The error is not worth less for having no readable code.
  }
  subsegment.addError(error ?? new Error('the call failed without an error'), { remote: true });
  subsegment.close();
}
