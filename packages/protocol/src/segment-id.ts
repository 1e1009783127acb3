import { ProtocolError } from './protocol-error.js';
import { randomHex } from './random-hex.js';

const NONE = '0000000000000000';
const FORM = /^[0-9a-f]{16}$/;
const ANY_CASE = /^[0-9a-fA-F]{16}$/;

/** Makes a segment or subsegment id: 16 random hex digits, never all zero. */
export function makeSegmentId(): string {
  const id = randomHex(8);
  return id === NONE ? makeSegmentId() : id;
}

/** Whether `text` is a segment id: 16 lower-case hex digits. */
export function isSegmentId(text: string): boolean {
  return FORM.test(text);
}

/** Reads a segment id in any case and gives it in lower case; `undefined` where it is none. */
export function readSegmentId(text: string): string | undefined {
  if (FORM.test(text)) return text;
  return ANY_CASE.test(text) ? text.toLowerCase() : undefined;
}

/**
 * Reads a segment id in any case and gives it in lower case.
 *
 * @throws ProtocolError `protocol/invalid-segment-id`
 */
export function parseSegmentId(text: string): string {
  const id = readSegmentId(text.trim());
  if (id !== undefined) return id;
  throw new ProtocolError(
    'protocol/invalid-segment-id',
    `'${text.slice(0, 64)}' is not a segment id; write 16 hex digits`,
  );
}
