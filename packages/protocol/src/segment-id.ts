import { isHex, toHex } from './hex.js';

/** Makes a segment or subsegment id: 16 random hex digits, never all zero. */
export function makeSegmentId(): string {
  const id = toHex(crypto.getRandomValues(new Uint8Array(8)));
  return id === '0000000000000000' ? makeSegmentId() : id;
}

/** Whether `text` is a segment id: 16 lower-case hex digits. */
export function isSegmentId(text: string): boolean {
  return isHex(text, 16);
}
