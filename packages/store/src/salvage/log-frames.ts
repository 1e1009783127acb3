import { readAt } from './read-at.js';

const HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;
const MAGIC_LITTLE = 0x377f0682;
const MAGIC_BIG = 0x377f0683;

/** One page image in a write-ahead log. */
export interface LogFrame {
  readonly page: number;
  /** Where the image begins in the log's file. */
  readonly offset: number;
  /** The frame ends a transaction. */
  readonly commits: boolean;
  /** SQLite reads no frame behind the first damaged one; this one lies there. */
  readonly behindDamage: boolean;
}

/** What is in a write-ahead log, SQLite's own view and beyond. */
export interface LogContent {
  readonly pageBytes: number;
  /** The images of transactions that were committed, in the order written. */
  readonly frames: readonly LogFrame[];
  /** Whether frames of this log follow on damage: transactions that were committed and that SQLite leaves out. */
  readonly broken: boolean;
}

interface LogHead {
  readonly pageBytes: number;
  readonly bigEndian: boolean;
  readonly salt: bigint;
  readonly sums: Sums;
  readonly whole: boolean;
}

type Sums = readonly [first: number, second: number];

/**
 * Reads a write-ahead log frame by frame, past damage as well: the checksum of a frame follows from the one stored before it, so that
 * frames behind a damaged one can be told from those of earlier rounds and from garbage. Format: https://sqlite.org/walformat.html.
 */
export function logContent(fd: number, bytes: number): LogContent | undefined {
  const head = readHead(fd, bytes);
  if (head === undefined) return undefined;
  const step = FRAME_HEADER_BYTES + head.pageBytes;
  const committed: LogFrame[] = [];
  const transaction: LogFrame[] = [];
  let before = head.sums;
  let damaged = !head.whole;
  for (let at = HEADER_BYTES; at + step <= bytes; at += step) {
    const frame = readAt(fd, at, step);
    const stored: Sums = [frame.readUInt32BE(16), frame.readUInt32BE(20)];
    if (
      frame.readBigUInt64BE(8) === head.salt &&
      sameSums(frameSums(frame, before, head.bigEndian), stored)
    ) {
      const commits = frame.readUInt32BE(4) > 0;
      const offset = at + FRAME_HEADER_BYTES;
      transaction.push({ page: frame.readUInt32BE(0), offset, commits, behindDamage: damaged });
      if (commits) committed.push(...transaction.splice(0));
    } else {
      damaged = true;
      // Of a transaction with damage in it the rest counts all the same: rows are whole by themselves.
    }
    before = stored;
  }
  return {
    pageBytes: head.pageBytes,
    frames: committed,
    broken: committed.some(({ behindDamage }) => behindDamage),
  };
}

/** A damaged head is made up from the first frame: salt and size are in there, and its checksum starts the chain. */
function readHead(fd: number, bytes: number): LogHead | undefined {
  if (bytes < HEADER_BYTES + FRAME_HEADER_BYTES) return undefined;
  const head = readAt(fd, 0, HEADER_BYTES);
  const magic = head.readUInt32BE(0);
  const bigEndian = magic === MAGIC_BIG;
  const sums: Sums = [head.readUInt32BE(24), head.readUInt32BE(28)];
  if (magic === MAGIC_LITTLE || bigEndian) {
    const whole = sameSums(addSums(head, 0, 24, [0, 0], bigEndian), sums);
    if (whole)
      return { pageBytes: head.readUInt32BE(8), bigEndian, salt: head.readBigUInt64BE(16), sums, whole };
  }
  const first = readAt(fd, HEADER_BYTES, FRAME_HEADER_BYTES);
  // A log that a power cut left without content, as opposed to a damaged one.
  if (first.every((byte) => byte === 0)) return undefined;
  return { pageBytes: 16_384, bigEndian: false, salt: first.readBigUInt64BE(8), sums, whole: false };
}

function frameSums(frame: Buffer, before: Sums, bigEndian: boolean): Sums {
  const afterHead = addSums(frame, 0, 8, before, bigEndian);
  return addSums(frame, FRAME_HEADER_BYTES, frame.byteLength, afterHead, bigEndian);
}

function addSums(bytes: Buffer, from: number, to: number, before: Sums, bigEndian: boolean): Sums {
  let [first, second] = before;
  for (let at = from; at < to; at += 8) {
    first = (first + (bigEndian ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at)) + second) >>> 0;
    second = (second + (bigEndian ? bytes.readUInt32BE(at + 4) : bytes.readUInt32LE(at + 4)) + first) >>> 0;
  }
  return [first, second];
}

function sameSums(one: Sums, other: Sums): boolean {
  return one[0] === other[0] && one[1] === other[1];
}
