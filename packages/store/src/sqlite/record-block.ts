import { BytesReader } from './bytes-reader.js';
import { BytesWriter } from './bytes-writer.js';

/** The first byte of a block of records. No deflated data begins so, as blocks of earlier schemas do: it would be of a type that is none. */
const MARK = 7;

/** The most that comes before the number of the vocabulary and it. */
export const BLOCK_HEAD_BYTES = 9;

/** Records of one block, and which vocabulary they need. */
export interface RecordBlock {
  /** 0 for an empty one. */
  readonly vocabulary: number;
  readonly records: readonly Uint8Array[];
}

/** Writes a block. It is not compressed: a record is read without its neighbours. */
export function writeBlock({ vocabulary, records }: RecordBlock): Uint8Array {
  const writer = new BytesWriter();
  writer.whole(MARK);
  writer.whole(vocabulary);
  writer.whole(records.length);
  for (const { byteLength } of records) writer.whole(byteLength);
  for (const record of records) writer.append(record);
  return writer.bytes();
}

/** Reads a block, records as views; undefined for one of an earlier schema. */
export function readBlock(bytes: Uint8Array): RecordBlock | undefined {
  if (bytes[0] !== MARK) return undefined;
  const reader = new BytesReader(bytes.subarray(1));
  const vocabulary = reader.whole();
  const lengths: number[] = [];
  for (let left = reader.whole(); left > 0; left--) lengths.push(reader.whole());
  return { vocabulary, records: lengths.map((length) => reader.bytes(length)) };
}

/** The vocabulary that a block needs, of which the first bytes are given; 0 for none. */
export function vocabularyOf(head: Uint8Array): number {
  return head[0] === MARK ? new BytesReader(head.subarray(1)).whole() : 0;
}
