import { createHash } from 'node:crypto';
import { StoreError } from '../store-error.js';
import type { SearchQuery } from '../trace-store.js';
import type { Position } from './trace-finder.js';

/** An opaque text that continues this query and no other. */
export function writeToken(query: SearchQuery, { stretch, time, rid }: Position): string {
  return Buffer.from(JSON.stringify([fingerprint(query), stretch, time, rid])).toString('base64url');
}

/** @throws StoreError `store/invalid-token` for a text that is no token, or one of another query */
export function readToken(query: SearchQuery, token: string): Position {
  const parts = parse(token);
  if (!Array.isArray(parts) || parts.length !== 4) throw invalid('it is not one that a search gave');
  const [print, stretch, time, rid] = parts as unknown[];
  if (typeof stretch !== 'number' || typeof time !== 'number' || typeof rid !== 'number') {
    throw invalid('it is not one that a search gave');
  }
  if (print !== fingerprint(query)) throw invalid('it belongs to another query');
  return { stretch, time, rid };
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
