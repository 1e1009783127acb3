import { readSegmentId } from './segment-id.js';
import { readTraceId } from './trace-id.js';

/** The name of the header that carries a trace from caller to callee, lower case as Node gives it. */
export const TRACE_HEADER: string = 'x-amzn-trace-id';

/** What the header says of sampling: taken, not taken, or "you decide" (`?`). */
export type SampledFlag = '1' | '0' | '?';

/** A parsed trace header. Members that were absent or malformed are left out. */
export interface TraceHeader {
  /** The trace id, in X-Ray's form. */
  readonly root?: string;
  /** The id of the calling segment or subsegment. */
  readonly parent?: string;
  readonly sampled?: SampledFlag;
  /** Other pairs as they came, in order, such as `Lineage=…`, joined by `;`, to be passed on; empty when there were none. */
  readonly rest: string;
}

/** Longer headers are not read: a real one has some 75 characters. */
const READ_CHARACTERS = 4096;
const CARRIED_CHARACTERS = 1024;

/** What may stand in an HTTP header: anything else would make the request that passes it on fail. */
const PRINTABLE = /^[ -~]*$/;

/** What services of AWS and its SDKs send, which is read at a glance. */
const USUAL =
  /^Root=(1-[0-9a-f]{8}-[0-9a-f]{24});Parent=([0-9a-f]{16});Sampled=([01])(?:;(Lineage=[\w:|-]{1,200}))?$/;

/**
 * Parses `Root=…;Parent=…;Sampled=…` in any order. Keys and ids may have any case; of a key given twice the last counts.
 * `Self`, a load balancer's own id, is left out as AWS's SDKs leave it out. Never throws: what is malformed is left out.
 *
 * @example
 * parseTraceHeader('Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1').root
 */
export function parseTraceHeader(text: string | undefined): TraceHeader {
  const usual = text === undefined ? null : USUAL.exec(text);
  if (usual === null) return parsePairs(text);
  return {
    root: usual[1] as string,
    parent: usual[2] as string,
    sampled: usual[3] as SampledFlag,
    rest: usual[4] ?? '',
  };
}

function parsePairs(text: string | undefined): TraceHeader {
  const header: Draft = { rest: '' };
  if (text === undefined || text.length > READ_CHARACTERS) return header;
  for (const pair of text.split(';')) {
    const at = pair.indexOf('=');
    if (at > 0) take(header, pair.slice(0, at).trim(), pair.slice(at + 1).trim());
  }
  return header;
}

/**
 * Formats a trace header; members left out are not written.
 *
 * @example
 * request.setHeader(TRACE_HEADER, formatTraceHeader({ root, parent: subsegment.id, sampled: '1' }));
 */
export function formatTraceHeader(header: Partial<TraceHeader>): string {
  let text = header.root === undefined ? '' : `Root=${header.root}`;
  if (header.parent !== undefined) text += `${text && ';'}Parent=${header.parent}`;
  if (header.sampled !== undefined) text += `${text && ';'}Sampled=${header.sampled}`;
  if (header.rest) text += `${text && ';'}${header.rest}`;
  return text;
}

interface Draft {
  root?: string;
  parent?: string;
  sampled?: SampledFlag;
  rest: string;
}

function take(header: Draft, key: string, value: string): void {
  switch (key.toLowerCase()) {
    case 'root': {
      const root = readTraceId(value);
      if (root !== undefined) header.root = root;
      return;
    }
    case 'parent': {
      const parent = readSegmentId(value);
      if (parent !== undefined) header.parent = parent;
      return;
    }
    case 'sampled':
      if (value === '1' || value === '0' || value === '?') header.sampled = value;
      return;
    case 'self':
    case '':
      return;
    default:
      carry(header, `${key}=${value}`);
  }
}

function carry(header: Draft, pair: string): void {
  if (header.rest.length + 1 + pair.length > CARRIED_CHARACTERS || !PRINTABLE.test(pair)) return;
  header.rest = header.rest === '' ? pair : `${header.rest};${pair}`;
}
