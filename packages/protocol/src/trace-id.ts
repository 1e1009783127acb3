import { ProtocolError } from './protocol-error.js';
import { randomHex } from './random-hex.js';

/** A trace id taken apart: the seconds it was made at (its first eight digits, trusted or not) and its unique part. */
export interface TraceIdParts {
  readonly epochS: number;
  readonly unique: string;
}

const FORM = /^1-[0-9a-f]{8}-[0-9a-f]{24}$/;
const W3C_FORM = /^[0-9a-f]{32}$/;

/**
 * Makes a trace id `1-<8 hex>-<24 hex>`: the time of making and 96 random bits.
 *
 * @param epochS the time of making, in epoch seconds; the current time when left out
 */
export function makeTraceId(epochS: number = Date.now() / 1000): string {
  // Unsigned 32-bit conversion keeps the id well-formed whatever the clock says.
  const time = (epochS >>> 0).toString(16).padStart(8, '0');
  return `1-${time}-${randomHex(12)}`;
}

/** Whether `text` is a trace id in X-Ray's form: `1-<8 hex>-<24 hex>`, lower case. */
export function isTraceId(text: string): boolean {
  return FORM.test(text);
}

/** Reads a trace id in X-Ray's or W3C's form, in any case, and gives X-Ray's; `undefined` where it is none. */
export function readTraceId(text: string): string | undefined {
  if (FORM.test(text)) return text;
  if (text.length !== 35 && text.length !== 32) return undefined;
  const id = text.toLowerCase();
  if (FORM.test(id)) return id;
  return W3C_FORM.test(id) ? fromW3c(id) : undefined;
}

/**
 * Reads a trace id in either form, X-Ray's `1-…-…` or W3C's 32 hex digits, in any case, and gives X-Ray's.
 *
 * @throws ProtocolError `protocol/invalid-trace-id`
 * @example
 * parseTraceId('4EFAAF4D1E8720B39541901950019EE5') // '1-4efaaf4d-1e8720b39541901950019ee5'
 */
export function parseTraceId(text: string): string {
  const id = readTraceId(text.trim());
  if (id !== undefined) return id;
  throw new ProtocolError(
    'protocol/invalid-trace-id',
    `'${text.slice(0, 64)}' is not a trace id; write 1-<8 hex digits>-<24 hex digits>, or the 32 hex digits of W3C`,
  );
}

/** Takes a trace id in X-Ray's form apart. */
export function splitTraceId(id: string): TraceIdParts {
  return { epochS: Number.parseInt(id.slice(2, 10), 16), unique: id.slice(11) };
}

/** Formats a trace id in X-Ray's form as W3C's: 32 hex digits. */
export function toW3cTraceId(id: string): string {
  return id.slice(2, 10) + id.slice(11);
}

function fromW3c(id: string): string {
  return `1-${id.slice(0, 8)}-${id.slice(8)}`;
}
