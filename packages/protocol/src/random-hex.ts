import { toHex } from './hex.js';

const pool = new Uint8Array(2048);
let used: number = pool.length;

/**
 * Random lower-case hex, two digits a byte. Bytes are drawn from the system in bulk: one draw costs as much for two
 * thousand bytes as for eight, and a segment should not pay it each time.
 */
export function randomHex(bytes: number): string {
  if (used + bytes > pool.length) {
    crypto.getRandomValues(pool);
    used = 0;
  }
  used += bytes;
  return toHex(pool, used - bytes, used);
}
