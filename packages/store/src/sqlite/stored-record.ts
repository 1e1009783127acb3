import type { TraceRecord } from '@radiograph/trace';
import { readRecordBytes } from './record-from-bytes.js';
import { readRecord } from './record-text.js';
import type { RecordVocabulary } from './record-vocabulary.js';

/** A record out of a block. */
export interface PackedRecord {
  readonly bytes: Uint8Array;
  readonly vocabulary: RecordVocabulary;
}

/** A record as it is stored: text until its trace is packed, and in blocks of earlier schemas. */
export type StoredRecord = string | PackedRecord;

/** Reads a record in either form. */
export function recordOf(stored: StoredRecord): TraceRecord {
  return typeof stored === 'string'
    ? readRecord(stored)
    : readRecordBytes(stored.bytes, stored.vocabulary.words);
}
