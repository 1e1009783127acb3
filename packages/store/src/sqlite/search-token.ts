import { createHash } from 'node:crypto';
import { StoreError } from '../store-error.js';
import type { SearchQuery } from '../trace-store.js';

/** Where a search goes on: after this row of this phase. */
export interface ScanPosition {
  readonly phase: number;
  readonly time: number;
  readonly rid: number;
}

/** An opaque text that continues this query and no other. */
export function writeToken(query: SearchQuery, { phase, time, rid }: ScanPosition): string {
  return Buffer.from(JSON.stringify([fingerprint(query), phase, time, rid])).toString('base64url');
}

/** @throws StoreError `store/invalid-token` for a text that is no token, or one of another query */
export function readToken(query: SearchQuery, token: string): ScanPosition {
  const parts = parse(token);
  if (!Array.isArray(parts) || parts.length !== 4) throw invalid('it is not one that a search gave');
  const [print, phase, time, rid] = parts as unknown[];
  if (typeof phase !== 'number' || typeof time !== 'number' || typeof rid !== 'number') {
    throw invalid('it is not one that a search gave');
  }
  if (print !== fingerprint(query)) throw invalid('it belongs to another query');
  return { phase, time, rid };
}

function parse(token: string): unknown {
  try {
    return JSON.parse(Buffer.from(token, 'base64url').toString());
  } catch {
    return undefined;
  }
}

function fingerprint(query: SearchQuery): string {
  const parts = [
    query.start,
    query.end,
    query.timeRangeType ?? 'TraceId',
    query.filter ?? '',
    query.sampleRate ?? 1,
    ...(query.groups ?? []),
  ];
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 11);
}

function invalid(why: string): StoreError {
  return new StoreError(
    'store/invalid-token',
    `the token cannot be used: ${why}; start again without a token`,
  );
}
