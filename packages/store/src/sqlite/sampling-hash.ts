/** Whether a trace is in the share `rate` (0 to 1) of all: by a hash of its id, so that the same are chosen each time. */
export function isInSample(key: Uint8Array, rate: number): boolean {
  return hash(key) / 0x1_0000_0000 < rate;
}

/** FNV-1a with a final mix, 32 bits: the bytes of an id are not random everywhere. */
function hash(bytes: Uint8Array): number {
  let h = 0x811c9dc5;
  for (const byte of bytes) h = Math.imul(h ^ byte, 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x7feb352d);
  h = Math.imul(h ^ (h >>> 15), 0x846ca68b);
  return (h ^ (h >>> 16)) >>> 0;
}
