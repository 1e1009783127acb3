import { randomFillSync } from 'node:crypto';

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

const block = Buffer.allocUnsafe(4096);
let digits = '';
let used = 0;
let timeSecond = -1;
let timeDigits = '';

function randomHex(length: number): string {
  if (used + length > digits.length) {
    digits = randomFillSync(block).toString('hex');
    used = 0;
  }
  used += length;
  return digits.slice(used - length, used);
}

function timePart(epochS: number): string {
  const second = Math.floor(epochS);
  if (second !== timeSecond) {
    timeSecond = second;
    timeDigits = second.toString(16).padStart(8, '0').slice(-8);
  }
  return timeDigits;
}
