/** Why a document is refused: X-Ray's own codes, and those it would use by analogy. */
export type RejectionCode =
  | 'MissingId'
  | 'MissingTraceId'
  | 'MissingName'
  | 'MissingStartTime'
  | 'MissingEndTime'
  | 'InvalidId'
  | 'InvalidTraceId'
  | 'InvalidParentId'
  | 'InvalidName'
  | 'InvalidStartTime'
  | 'InvalidEndTime'
  | 'InvalidSegment'
  | 'ParseError'
  | 'SegmentTooLarge'
  | 'ServiceUnavailable';

/** A refused document: the code, a sentence that says what and where, and the ids as far as they could be read. */
export interface Rejection {
  readonly accepted: false;
  readonly code: RejectionCode;
  readonly message: string;
  readonly id?: string;
  readonly traceId?: string;
}

/** A stored document. */
export interface Acceptance {
  readonly accepted: true;
}

/** What became of one document of a batch, in the batch's order. */
export type Verdict = Acceptance | Rejection;
