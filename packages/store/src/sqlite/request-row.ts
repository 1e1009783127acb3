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

/** Reads what {@link requestRow} wrote. */
export function requestOf(row: RequestRow, tables: StoredTables): RequestRecord {
  const [flags, start, responseTime, status, method, url, userAgent, clientIp] = row;
  const request: Writable<RequestRecord> = {
    error: (flags & ERROR) !== 0,
    throttle: (flags & THROTTLE) !== 0,
    fault: (flags & FAULT) !== 0,
    partial: (flags & PARTIAL) !== 0,
    start: readTime(start, tables.baseUs),
  };
  if (responseTime != null) request.responseTime = readTime(responseTime, 0);
  if (status != null) request.status = status;
  if (method != null) request.method = tables.text(method);
  if (url != null) request.url = tables.text(url);
  if (userAgent != null) request.userAgent = tables.text(userAgent);
  if (clientIp != null) request.clientIp = tables.text(clientIp);
  return request;
}
