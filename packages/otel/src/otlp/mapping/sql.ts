import type { SqlBlock } from '@radiograph/protocol';
import type { Span } from '../trace-request.js';
import { calledHost, calledPort, withPort } from './address.js';
import { defined } from './defined.js';
import type { Keys, SpanAttributes } from './span-attributes.js';

const SYSTEM: Keys = ['db.system.name', 'db.system'];
const DATABASE: Keys = ['db.namespace', 'db.name'];
const QUERY: Keys = ['db.query.text', 'db.statement'];
const USER: Keys = ['db.user'];
const CONNECTION: Keys = ['db.connection_string'];
const USER_INFO = /\/\/[^/?#@\s]{1,1000}@/;
const PASSWORD = /\b(password|pwd)\s{0,8}=[^;&]*/gi;

/** The systems that speak SQL, by their names in the old and the new conventions. All others stay in the metadata. */
const SQL_SYSTEMS: ReadonlySet<string> = new Set([
  'db2',
  'derby',
  'hive',
  'mariadb',
  'mssql',
  'mysql',
  'oracle',
  'postgresql',
  'sqlite',
  'teradata',
  'other_sql',
  'ibm.db2',
  'microsoft.sql_server',
  'oracle.db',
]);

/**
 * The SQL call of a span; `undefined` where it made none. As X-Ray's exporter writes it, `url` is the span's name and
 * `connection_string` the server and the database; the new conventions have no connection string, so the address stands for it.
 */
export function sqlBlock(span: Span, attributes: SpanAttributes): SqlBlock | undefined {
  if (!SQL_SYSTEMS.has(attributes.seeText(SYSTEM) ?? '')) return undefined;
  return defined<SqlBlock>({
    url: span.name === '' ? undefined : span.name,
    connection_string: connectionString(attributes),
    database_type: attributes.takeText(SYSTEM),
    user: attributes.takeText(USER),
    sanitized_query: attributes.takeText(QUERY),
  });
}

function connectionString(attributes: SpanAttributes): string {
  const server = withoutSecrets(attributes.takeText(CONNECTION)) ?? address(attributes) ?? 'localhost';
  const database = attributes.takeText(DATABASE);
  return database === undefined ? server : `${server}/${database}`;
}

/** Users and passwords have no place in a trace: they are taken out of URLs, and passwords out of lists of `key=value`. */
function withoutSecrets(connection: string | undefined): string | undefined {
  return connection?.replace(USER_INFO, '//').replace(PASSWORD, '$1=***');
}

function address(attributes: SpanAttributes): string | undefined {
  const host = calledHost(attributes);
  return host === undefined ? undefined : withPort(host, calledPort(attributes), 'sql');
}
