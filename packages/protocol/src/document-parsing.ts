import type { TraceDocument } from './document.js';
import { type CleaningOptions, cleanDocument, type ParsedDocument } from './document-cleaning.js';
import { readTraceId } from './trace-id.js';
import type { Rejection, RejectionCode } from './verdict.js';
import { mayHoldLoneSurrogates, wellFormed } from './well-formed-text.js';

/** What parsing is held to. */
export interface ParsingOptions extends CleaningOptions {
  /** The largest document, in bytes. */
  readonly maxBytes: number;
}

const TRACE_ID_MEMBER = /"trace_id"\s*:\s*"([0-9a-fA-F-]{32,35})"/;
const SEARCHED_BYTES = 64 * 1024;
const REASON_CHARACTERS = 120;
/** Where V8 shows a part of the text: what documents hold is not for log lines. */
const QUOTATION = /, (?:\.{3})?".*"(?:\.{3})? is not valid JSON$/s;

// Both take a byte order mark off the front.
const exact = new TextDecoder('utf-8', { fatal: true });
const lenient = new TextDecoder();

/**
 * Parses and validates the bytes of one document, or of a JSON array of documents, each of which gets its own result; what is
 * validated and cleaned, see {@link cleanDocument}. Never throws, whatever the bytes.
 *
 * @example
 * for (const parsed of parseDocuments(bytes, { maxBytes: limits.segmentBytes })) {
 *   if (parsed.accepted) keep(parsed.document);
 *   else report(parsed.code, parsed.message);
 * }
 */
export function parseDocuments(bytes: Uint8Array, options: ParsingOptions): readonly ParsedDocument[] {
  if (bytes.length > options.maxBytes) {
    const problem = `is ${bytes.length} bytes long, over the limit of ${options.maxBytes}; send its subsegments on their own`;
    return [unread('SegmentTooLarge', problem, bytes)];
  }
  let text: string;
  try {
    text = exact.decode(bytes);
  } catch {
    return [unread('ParseError', 'is not UTF-8; send JSON text in UTF-8', bytes)];
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return [unread('ParseError', `is not JSON: ${reason(error)}`, bytes)];
  }
  const parsed = Array.isArray(json) ? cleanAll(json, options) : [cleanDocument(json, options)];
  return mayHoldLoneSurrogates(text) ? parsed.map(withWellFormedText) : parsed;
}

function cleanAll(values: readonly unknown[], options: ParsingOptions): readonly ParsedDocument[] {
  if (values.length > 0) return values.map((value) => cleanDocument(value, options));
  const message = 'Invalid segment. ErrorCode: MissingId. the array is empty; send at least one document';
  return [{ accepted: false, code: 'MissingId', message }];
}

function withWellFormedText(parsed: ParsedDocument): ParsedDocument {
  return parsed.accepted
    ? { accepted: true, document: wellFormed(parsed.document) as TraceDocument }
    : (wellFormed(parsed) as Rejection);
}

/** A document that was not read. The trace id is searched for in its text, so that a log line can name the trace. */
function unread(code: RejectionCode, problem: string, bytes: Uint8Array): Rejection {
  const text = lenient.decode(bytes.subarray(0, SEARCHED_BYTES));
  const traceId = readTraceId(TRACE_ID_MEMBER.exec(text)?.[1] ?? '');
  const message = `Invalid segment. ErrorCode: ${code}. the document ${problem}`;
  return { accepted: false, code, message, ...(traceId !== undefined && { traceId }) };
}

function reason(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(QUOTATION, '').slice(0, REASON_CHARACTERS);
}
