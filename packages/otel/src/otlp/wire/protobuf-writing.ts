import { WireType } from './messages.js';

/* The little of protobuf's wire format that answers are made of. */

const utf8 = new TextEncoder();

/** A field with a whole number that is not negative; nothing where it is zero, which protobuf does not write. */
export function encodeVarint(field: number, value: number): Uint8Array {
  return value === 0
    ? new Uint8Array()
    : Uint8Array.from([...varint(field * 8 + WireType.varint), ...varint(value)]);
}

/** A field with a string, or with bytes such as an embedded message's. */
export function encodeBytes(field: number, value: string | Uint8Array): Uint8Array {
  const bytes = typeof value === 'string' ? utf8.encode(value) : value;
  return joined([Uint8Array.from([...varint(field * 8 + WireType.bytes), ...varint(bytes.length)]), bytes]);
}

/** Fields one after the other. */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function varint(value: number): readonly number[] {
  const bytes: number[] = [];
  let left = value;
  for (; left >= 128; left = Math.floor(left / 128)) bytes.push((left % 128) | 128);
  return [...bytes, left];
}
