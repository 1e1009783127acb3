/** Makes the ids of a recorder. Replace it in tests to make documents repeatable. */
export interface IdGenerator {
  /** A trace id `1-<8 hex>-<24 hex>`, its first part the given time in epoch seconds. */
  traceId(epochS: number): string;
  /** A segment, subsegment or exception id: 16 hex digits. */
  segmentId(): string;
}

/** Random ids. The random bytes are drawn in blocks, because one draw costs more than a whole document. */
export const randomIds: IdGenerator = {
  traceId: (epochS) => `1-${timePart(epochS)}-${randomHex(24)}`,
  segmentId: () => randomHex(16),
};

/**
 * The ids of Lambda, where traces have theirs already and one is told from others of its trace only: 64 bits of V8's generator, which the
 * system's entropy starts, do for that. Loading `node:crypto` would take longer than the first invocation of a small function.
 */
export const lambdaIds: IdGenerator = {
  traceId: randomIds.traceId,
  segmentId: () => eightDigits() + eightDigits(),
};

let block: Buffer | undefined;
let digits = '';
let used = 0;
let timeSecond = -1;
let timeDigits = '';

/** Random digits from the system's generator, which is loaded when the first are asked for. */
export function randomHex(length: number): string {
  if (used + length > digits.length) {
    block ??= Buffer.allocUnsafe(4096);
    digits = process.getBuiltinModule('node:crypto').randomFillSync(block).toString('hex');
    used = 0;
  }
  used += length;
  return digits.slice(used - length, used);
}

function eightDigits(): string {
  return Math.floor(Math.random() * 2 ** 32)
    .toString(16)
    .padStart(8, '0');
}

function timePart(epochS: number): string {
  const second = Math.floor(epochS);
  if (second !== timeSecond) {
    timeSecond = second;
    timeDigits = second.toString(16).padStart(8, '0').slice(-8);
  }
  return timeDigits;
}
