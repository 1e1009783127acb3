const ROUNDS = 4;
const GOLDEN_RATIO = 0x9e3779b9;

/**
 * Makes an id of 16 hex digits out of a span's: the same for the same span and purpose, so that a span that is sent twice becomes
 * the same documents, and another for every other span. It is a permutation of the 64-bit numbers (a Feistel network), so two
 * spans never get one id for one purpose.
 */
export function deriveId(spanId: string, purpose: number): string {
  let high = Number.parseInt(spanId.slice(0, 8), 16);
  let low = Number.parseInt(spanId.slice(8), 16);
  for (let round = 0; round < ROUNDS; round++) {
    const mixed = (high ^ scatter(low ^ Math.imul(purpose * ROUNDS + round + 1, GOLDEN_RATIO))) >>> 0;
    high = low;
    low = mixed;
  }
  return high.toString(16).padStart(8, '0') + low.toString(16).padStart(8, '0');
}

/** Lets every bit of a 32-bit number depend on every other (the finalizer of MurmurHash3, which is in the public domain). */
function scatter(value: number): number {
  let bits = value;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return bits ^ (bits >>> 16);
}
