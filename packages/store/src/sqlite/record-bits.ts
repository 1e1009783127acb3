/** Flags of a record; the first three are those of its text. */
export const RECORD = {
  partial: 1,
  inferred: 2,
  throttle: 4,
  /** Times that are no whole microseconds. */
  uneven: 8,
} as const;

/** Flags of a segment or call, the frequent ones first: the first seven take one byte, fourteen take two. */
export const REQUEST = {
  responseTime: 1,
  status: 2,
  method: 4,
  url: 8,
  inferred: 16,
  root: 32,
  fault: 64,
  error: 128,
  throttle: 256,
  partial: 512,
  userAgent: 1024,
  clientIp: 2048,
  /** Known by other names than the node's own. */
  names: 4096,
  /** Numbers that are not whole. */
  uneven: 8192,
  /** An id that is not sixteen hexadecimal digits. */
  longId: 16384,
} as const;

/** The flags of a row of the text of a record, by their bits there: error, throttle, fault, partial, inferred, root. */
const FROM_TEXT = [
  REQUEST.error,
  REQUEST.throttle,
  REQUEST.fault,
  REQUEST.partial,
  REQUEST.inferred,
  REQUEST.root,
];

const BITS = Array.from({ length: 2 ** FROM_TEXT.length }, (_, flags) =>
  FROM_TEXT.reduce((bits, bit, index) => ((flags & (1 << index)) === 0 ? bits : bits | bit), 0),
);

/** Flags of a row of text as those of bytes. */
export function requestBits(flags: number): number {
  return BITS[flags] ?? 0;
}

/** The status from which others are counted. */
export const USUAL_STATUS = 200;

/** Kinds of values of annotations, and how many there could be: above them stands the number of nodes. */
export const ANNOTATION = { false: 0, true: 1, text: 2, whole: 3, double: 4, kinds: 8 } as const;

/** Flags of services and entities on the path of a root cause. */
export const CAUSE = {
  inferred: 1,
  names: 2,
  remote: 1,
  coverage: 2,
  exceptions: 4,
  /** A coverage of more than six digits. */
  uneven: 8,
} as const;

const SHORT_ID = /^[0-9a-f]{16}$/;

/** Whether the id of a segment is eight bytes in lower case. */
export function isShortId(id: string): boolean {
  return SHORT_ID.test(id);
}
