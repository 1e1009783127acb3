import { ProtocolError } from './protocol-error.js';
import { isHex, toHex } from './hex.js';

/** A trace id taken apart: the seconds it was made at (its first eight digits, trusted or not) and its unique part. */
export interface TraceIdParts {
  readonly epochS: number;
  readonly unique: string;
}

/**
 * Makes a trace id `1-<8 hex>-<24 hex>`.
 *
 * @param epochS the time of making, in epoch seconds; the current time when left out
 */
export function makeTraceId(epochS: number = Math.floor(Date.now() / 1000)): string {
  const time = Math.floor(epochS).toString(16).padStart(8, '0').slice(-8);
  return `1-${time}-${toHex(crypto.getRandomValues(new Uint8Array(12)))}`;
}

/** Whether `text` is a trace id in X-Ray's form: `1-<8 hex>-<24 hex>`, lower case. */
export function isTraceId(text: string): boolean {
  return (
    text.length === 35 && text.startsWith('1-') && text[10] === '-' && isHex(text.slice(2, 10), 8) && isHex(text.slice(11), 24)
  );
}

/**
 * Reads a trace id in either form, X-Ray's `1-…-…` or W3C's 32 hex digits, in any case, and gives X-Ray's.
 *
 * @throws ProtocolError `protocol/invalid-trace-id`
 */
export function parseTraceId(text: string): string {
  const id = text.trim().toLowerCase();
  if (isTraceId(id)) return id;
  if (isHex(id, 32)) return `1-${id.slice(0, 8)}-${id.slice(8)}`;
  throw new ProtocolError(
    'protocol/invalid-trace-id',
    `'${text.slice(0, 64)}' is not a trace id; write 1-<8 hex digits>-<24 hex digits>, or the 32 hex digits of W3C`,
  );
}

/** Takes a trace id in X-Ray's form apart. */
export function splitTraceId(id: string): TraceIdParts {
  return { epochS: Number.parseInt(id.slice(2, 10), 16), unique: id.slice(11) };
}

/** Formats a trace id in W3C's form: 32 hex digits. */
export function toW3cTraceId(id: string): string {
  return id.slice(2, 10) + id.slice(11);
}
