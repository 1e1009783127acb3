import type { CallRecord, RequestRecord, SegmentRecord } from '@radiograph/trace';
import { type Fields, flag, number, string } from './field-reading.js';

/** What segments and calls have in common. One request has one time, so `duration` is its response time here; absent while in progress. */
const requestFields: Fields<RequestRecord> = {
  ok: flag((row) => !(row.error || row.throttle || row.fault)),
  error: flag((row) => row.error),
  throttle: flag((row) => row.throttle),
  fault: flag((row) => row.fault),
  responsetime: number((row) => row.responseTime),
  duration: number((row) => row.responseTime),
  'http.status': number((row) => row.status),
  'http.url': string((row) => row.url),
  'http.method': string((row) => row.method),
  'http.useragent': string((row) => row.userAgent),
  'http.clientip': string((row) => row.clientIp),
};

/** What a keyword in the block of `service()` reads: one segment. */
export const segmentFields: Fields<SegmentRecord> = {
  ...requestFields,
  partial: flag((row) => row.partial),
  inferred: flag((row) => row.inferred),
  root: flag((row) => row.root),
};

/** What a keyword in the block of `edge()` reads: one call, as the caller's subsegment recorded it. */
export const callFields: Fields<CallRecord> = requestFields;
