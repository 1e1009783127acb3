/** A trace id as its 16 bytes, the form that the tables hold. */
export function traceKey(id: string): Uint8Array {
  return Buffer.from(id.slice(2, 10) + id.slice(11), 'hex');
}

/** The trace id of 16 bytes, in X-Ray's form. */
export function traceIdOf(key: Uint8Array): string {
  const hex = Buffer.from(key.buffer, key.byteOffset, key.byteLength).toString('hex');
  return `1-${hex.slice(0, 8)}-${hex.slice(8)}`;
}
