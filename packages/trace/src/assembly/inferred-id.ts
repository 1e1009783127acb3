/**
 * Derives the id of an inferred segment from the id of the call it is inferred from: 16 hex digits, always the same for the same
 * call, and none that `taken` says is in use.
 */
export function inferredId(callId: string, taken: (id: string) => boolean): string {
  let id = digest(callId);
  for (let attempt = 1; taken(id); attempt++) id = digest(`${callId}/${attempt}`);
  return id;
}

/** Two 32-bit FNV-1a hashes with different seeds, finished by murmur's mixer: cheap and well spread, not cryptographic. */
function digest(text: string): string {
  let one = 0x811c9dc5;
  let other = 0x5bd1e995;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    one = Math.imul(one ^ code, 0x01000193);
    other = Math.imul(other ^ code, 0x01000193);
  }
  return hex(mixed(one)) + hex(mixed(other));
}

function mixed(hash: number): number {
  let value = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return value ^ (value >>> 16);
}

const BYTES = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

function hex(word: number): string {
  const high = `${BYTES[word >>> 24]}${BYTES[(word >>> 16) & 255]}`;
  return `${high}${BYTES[(word >>> 8) & 255]}${BYTES[word & 255]}`;
}
