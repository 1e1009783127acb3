import { isSegmentId } from './segment-id.js';
import { isTraceId } from './trace-id.js';

/** The name of the header that carries a trace from caller to callee, lower case as Node gives it. */
export const TRACE_HEADER: string = 'x-amzn-trace-id';

/** What the header says of sampling: taken, not taken, or "you decide" (`?`). */
export type SampledFlag = '1' | '0' | '?';

/** A parsed trace header. Members that were absent or malformed are left out; unknown pairs are carried in `rest`, in order. */
export interface TraceHeader {
  readonly root?: string;
  readonly parent?: string;
  readonly sampled?: SampledFlag;
  /** Other pairs as they came, such as `Self=…` and `Lineage=…`, joined by `;`; empty when there were none. */
  readonly rest: string;
}

const MAX_REST = 1024;

/**
 * Parses `Root=…;Parent=…;Sampled=…` in any order, keys without case. Never throws: what is malformed is left out.
 *
 * @example
 * parseTraceHeader('Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1').root
 */
export function parseTraceHeader(text: string | undefined): TraceHeader {
  const header: { root?: string; parent?: string; sampled?: SampledFlag; rest: string } = { rest: '' };
  if (text === undefined) return header;
  for (const pair of text.slice(0, 4096).split(';')) {
    const at = pair.indexOf('=');
    if (at < 1) continue;
    const value = pair.slice(at + 1).trim();
    switch (pair.slice(0, at).trim().toLowerCase()) {
      case 'root':
        if (isTraceId(value.toLowerCase())) header.root = value.toLowerCase();
        break;
      case 'parent':
        if (isSegmentId(value.toLowerCase())) header.parent = value.toLowerCase();
        break;
      case 'sampled':
        if (value === '1' || value === '0' || value === '?') header.sampled = value;
        break;
      default:
        header.rest = carry(header.rest, pair.trim());
    }
  }
  return header;
}

/** Formats a trace header; members left out are not written. */
export function formatTraceHeader(header: Partial<TraceHeader>): string {
  let text = header.root === undefined ? '' : `Root=${header.root}`;
  if (header.parent !== undefined) text += `${text && ';'}Parent=${header.parent}`;
  if (header.sampled !== undefined) text += `${text && ';'}Sampled=${header.sampled}`;
  if (header.rest) text += `${text && ';'}${header.rest}`;
  return text;
}

function carry(rest: string, pair: string): string {
  const joined = rest ? `${rest};${pair}` : pair;
  return joined.length > MAX_REST ? rest : joined;
}
