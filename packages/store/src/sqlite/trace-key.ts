/** A trace id as its 16 bytes, the form that the tables hold. */
export function traceKey(id: string): Uint8Array {
  return Buffer.from(hexOf(id), 'hex');
}

/** A condition on a column of trace keys: it is among those of one parameter, which {@link traceKeys} makes. */
export const AMONG = 'IN (SELECT unhex(value) FROM json_each(?))';

/** Several trace ids as one parameter: a question for all of them costs little more than one for a single one. */
export function traceKeys(ids: readonly string[]): string {
  return JSON.stringify(ids.map(hexOf));
}

function hexOf(id: string): string {
  return id.slice(2, 10) + id.slice(11);
}

/** The trace id of 16 bytes, in X-Ray's form. */
export function traceIdOf(key: Uint8Array): string {
  const hex = Buffer.from(key.buffer, key.byteOffset, key.byteLength).toString('hex');
  return `1-${hex.slice(0, 8)}-${hex.slice(8)}`;
}
