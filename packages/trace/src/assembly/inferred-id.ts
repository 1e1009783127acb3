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
  return hash(text, 0x811c9dc5) + hash(text, 0x5bd1e995);
}

function hash(text: string, seed: number): string {
  let value = seed;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return ((value ^ (value >>> 16)) >>> 0).toString(16).padStart(8, '0');
}
