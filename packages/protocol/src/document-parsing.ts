import type { TraceDocument } from './document.js';
import type { Rejection } from './verdict.js';

/** A parsed document, cleaned of what X-Ray would strip, or why it is refused. */
export type ParsedDocument = { readonly accepted: true; readonly document: TraceDocument } | Rejection;

/** What the validation is held to. */
export interface ParsingOptions {
  /** The largest document, in bytes. */
  readonly maxBytes: number;
  /** Hold X-Ray's own limits on the trace id's age; needs `nowS`. */
  readonly strict?: boolean;
  /** The current time in epoch seconds, for `strict`. */
  readonly nowS?: number;
}

/** Parses and validates the bytes of one document (which may be a JSON array of documents). Never throws. */
export function parseDocuments(_bytes: Uint8Array, _options: ParsingOptions): readonly ParsedDocument[] {
  throw new Error('comes with the next commit');
}
