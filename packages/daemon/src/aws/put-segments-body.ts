import { isUtf8 } from 'node:buffer';

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * The body of a PutTraceSegments request: documents as JSON strings. Bytes that are no UTF-8 become U+FFFD.
 *
 * UTF-8 is not decoded: every byte becomes the character of its number and a byte again, since JSON escapes nothing above the backslash.
 * That takes two thirds of the time of a loop over bytes, and a third of that of making real texts.
 */
export function putSegmentsBody(documents: readonly Uint8Array[]): Uint8Array {
  if (!documents.every((document) => isUtf8(document)))
    return Buffer.from(bodyOf(documents.map((document) => utf8.decode(document))));
  return Buffer.from(bodyOf(documents.map(latin1)), 'latin1');
}

function bodyOf(texts: readonly string[]): string {
  return JSON.stringify({ TraceSegmentDocuments: texts });
}

function latin1({ buffer, byteOffset, length }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, length).toString('latin1');
}
