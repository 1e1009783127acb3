import type { RequestRecord } from '@radiograph/trace';
import { readTime, type StoredTime, writeTime } from './exact-time.js';
import type { RecordTables, StoredTables } from './interned.js';

/**
 * What segments and calls have in common, as an array: response time, status, then method, URL, agent and client by the number of
 * their text. Null for what is absent, and nothing where nothing more comes.
 */
export type RequestRow = readonly [
  flags: number,
  start: StoredTime,
  responseTime?: StoredTime | null,
  status?: number | null,
  method?: number | null,
  url?: number | null,
  userAgent?: number | null,
  clientIp?: number | null,
];

const ERROR = 1;
const THROTTLE = 2;
const FAULT = 4;
const PARTIAL = 8;

/** Writes the common part of a row; `moreFlags` from 16 upwards are the row's own. */
export function requestRow(request: RequestRecord, moreFlags: number, tables: RecordTables): RequestRow {
  const { error, throttle, fault, partial, responseTime, status } = request;
  const flags =
    (error ? ERROR : 0) | (throttle ? THROTTLE : 0) | (fault ? FAULT : 0) | (partial ? PARTIAL : 0);
  const row: [number, StoredTime, ...(StoredTime | null)[]] = [
    flags | moreFlags,
    writeTime(request.start, tables.baseUs),
    responseTime === undefined ? null : writeTime(responseTime, 0),
    status ?? null,
    tables.optionalText(request.method),
    tables.optionalText(request.url),
    tables.optionalText(request.userAgent),
    tables.optionalText(request.clientIp),
  ];
  while (row.at(-1) === null) row.pop();
  return row as unknown as RequestRow;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** A row that holds a {@link RequestRow} from its fourth cell on. */
export type RowWithRequest<A, B, C> = readonly [A, B, C, ...RequestRow];

/**
 * Adds what {@link requestRow} wrote to an object that begins with the row's own members. Cells are read by their places and members
 * set one by one: rows and objects are not copied, which took longer than all the rest.
 */
export function addRequest<T extends object>(
  begun: T,
  row: RowWithRequest<unknown, unknown, unknown>,
  tables: StoredTables,
): T & RequestRecord {
  const request: Partial<Writable<RequestRecord>> = begun;
  const flags = row[3];
  request.error = (flags & ERROR) !== 0;
  request.throttle = (flags & THROTTLE) !== 0;
  request.fault = (flags & FAULT) !== 0;
  request.partial = (flags & PARTIAL) !== 0;
  request.start = readTime(row[4], tables.baseUs);
  const [responseTime, status, method, url, userAgent, clientIp] = [
    row[5],
    row[6],
    row[7],
    row[8],
    row[9],
    row[10],
  ];
  if (responseTime != null) request.responseTime = readTime(responseTime, 0);
  if (status != null) request.status = status;
  if (method != null) request.method = tables.text(method);
  if (url != null) request.url = tables.text(url);
  if (userAgent != null) request.userAgent = tables.text(userAgent);
  if (clientIp != null) request.clientIp = tables.text(clientIp);
  return begun as T & RequestRecord;
}
