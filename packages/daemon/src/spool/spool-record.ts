import { crc32 } from 'node:zlib';

/*
 * A record of the spool is one document: its length and its CRC-32 as two unsigned 32-bit numbers, least significant byte first, and
 * then its bytes. The checksum covers the length too, so that a run of zeros, which a file may hold after a power failure, is no record.
 */

/** Bytes of a record beside its document. */
export const RECORD_HEADER_BYTES = 8;

/** No document is larger: what says so is damaged. */
const LARGEST_DOCUMENT = 1024 * 1024;

/** What lies at a place in a file of the spool. */
export type SpoolRecord =
  | { readonly kind: 'document'; readonly document: Uint8Array; readonly end: number }
  /** The document is damaged, but where the next record starts can be told. */
  | { readonly kind: 'damaged'; readonly end: number }
  /** Nothing after this place can be read: the record was not written to its end, or its length is damaged. */
  | { readonly kind: 'torn' };

/** The records of documents, one behind the other. */
export function encodeRecords(documents: readonly Uint8Array[]): Buffer {
  const bytes = Buffer.allocUnsafe(
    documents.reduce((sum, { length }) => sum + RECORD_HEADER_BYTES + length, 0),
  );
  let at = 0;
  for (const document of documents) {
    bytes.writeUInt32LE(document.length, at);
    bytes.writeUInt32LE(checksum(document), at + 4);
    bytes.set(document, at + RECORD_HEADER_BYTES);
    at += RECORD_HEADER_BYTES + document.length;
  }
  return bytes;
}

/** Reads the record at a place. */
export function decodeRecord(bytes: Buffer, at: number): SpoolRecord {
  if (at + RECORD_HEADER_BYTES > bytes.length) return { kind: 'torn' };
  const length = bytes.readUInt32LE(at);
  const start = at + RECORD_HEADER_BYTES;
  const end = start + length;
  if (length > LARGEST_DOCUMENT || end > bytes.length) return { kind: 'torn' };
  const document = bytes.subarray(start, end);
  return checksum(document) === bytes.readUInt32LE(at + 4)
    ? { kind: 'document', document, end }
    : { kind: 'damaged', end };
}

function checksum(document: Uint8Array): number {
  return crc32(document, document.length);
}
