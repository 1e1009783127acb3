import type { RequestRecord } from '@radiograph/trace';
import type { InternedTexts } from './interned.js';

/**
 * What segments and calls have in common, as an array: response time, status, then method, URL, agent and client by the number of
 * their text. Null for what is absent, and nothing where nothing more comes.
 */
export type RequestRow = readonly [flags: number, start: number, ...optional: (number | null)[]];

const ERROR = 1;
const THROTTLE = 2;
const FAULT = 4;
const PARTIAL = 8;

/** Writes the common part of a row; `moreFlags` from 16 upwards are the row's own. */
export function requestRow(request: RequestRecord, moreFlags: number, texts: InternedTexts): RequestRow {
  const index = (text: string | undefined): number | null =>
    text === undefined ? null : texts.indexOf(text);
  const flags =
    (request.error ? ERROR : 0) |
    (request.throttle ? THROTTLE : 0) |
    (request.fault ? FAULT : 0) |
    (request.partial ? PARTIAL : 0);
  const optional = [
    request.responseTime ?? null,
    request.status ?? null,
    index(request.method),
    index(request.url),
    index(request.userAgent),
    index(request.clientIp),
  ];
  while (optional.at(-1) === null) optional.pop();
  return [flags | moreFlags, request.start, ...optional];
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** Reads what {@link requestRow} wrote. */
export function requestOf(row: RequestRow, texts: readonly string[]): RequestRecord {
  const [flags, start, responseTime, status] = row;
  const request: Writable<RequestRecord> = {
    error: (flags & ERROR) !== 0,
    throttle: (flags & THROTTLE) !== 0,
    fault: (flags & FAULT) !== 0,
    partial: (flags & PARTIAL) !== 0,
    start,
  };
  if (typeof responseTime === 'number') request.responseTime = responseTime;
  if (typeof status === 'number') request.status = status;
  const [method, url, userAgent, clientIp] = [
    texts[row[4] ?? -1],
    texts[row[5] ?? -1],
    texts[row[6] ?? -1],
    texts[row[7] ?? -1],
  ];
  if (method !== undefined) request.method = method;
  if (url !== undefined) request.url = url;
  if (userAgent !== undefined) request.userAgent = userAgent;
  if (clientIp !== undefined) request.clientIp = clientIp;
  return request;
}
