import { DATAGRAM_HEADER, PACKED_DATAGRAM_HEADER } from './datagram-header.js';

/** What is wrong with a datagram. */
export type DatagramFault = 'no-newline' | 'invalid-header' | 'empty-document' | 'too-many-documents';

/**
 * A datagram taken apart: where its document starts, or what is wrong with it. In one that is `packed` several start there, see
 * {@link readPackedDocuments}.
 */
export type DatagramFrame =
  | { readonly ok: true; readonly documentAt: number; readonly packed: boolean }
  | { readonly ok: false; readonly fault: DatagramFault };

const NEWLINE = 10;
const HEADER_LINE_BYTES = 1024;
const USUAL = new TextEncoder().encode(DATAGRAM_HEADER);
const PACKED = new TextEncoder().encode(PACKED_DATAGRAM_HEADER);
/** No document that is one takes fewer bytes than a datagram has for each of these; a flood of scraps is refused at once. */
const MOST_PACKED_DOCUMENTS = 1000;
const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Puts the header line before a document's text. */
export function frameDatagram(document: string): string {
  return DATAGRAM_HEADER + document;
}

/** Puts the header line of packed datagrams before documents, which must hold no raw newline; `JSON.stringify` writes none. */
export function frameDocuments(documents: readonly string[]): string {
  return PACKED_DATAGRAM_HEADER + documents.join('\n');
}

/**
 * Finds the document in a datagram: after the first newline, when the line before it is a JSON header with format `json`
 * (any case) and version 1. The document itself is not looked at. Never throws. Source: behaviour of the AWS X-Ray daemon; that a
 * header with `"documents": "lines"` stands before several documents is Radiograph's own.
 *
 * @example
 * const frame = readDatagram(bytes);
 * if (frame.ok) keep(bytes.subarray(frame.documentAt));
 */
export function readDatagram(bytes: Uint8Array): DatagramFrame {
  if (startsWith(bytes, USUAL)) return frameAt(bytes, USUAL.length, false);
  if (startsWith(bytes, PACKED)) return frameAt(bytes, PACKED.length, true);
  const newline = bytes.indexOf(NEWLINE);
  if (newline < 0) return { ok: false, fault: 'no-newline' };
  const header = readHeader(bytes.subarray(0, newline));
  if (header === undefined) return { ok: false, fault: 'invalid-header' };
  return frameAt(bytes, newline + 1, header.packed);
}

/**
 * Gives the documents of a packed datagram as views of its bytes: one for each line that is not empty, 1,000 at most. They are not
 * looked at. Never throws.
 *
 * @example
 * const documents = frame.packed ? readPackedDocuments(bytes.subarray(frame.documentAt)) : [bytes.subarray(frame.documentAt)];
 */
export function readPackedDocuments(bytes: Uint8Array): readonly Uint8Array[] | DatagramFault {
  const documents: Uint8Array[] = [];
  for (let from = 0; from < bytes.length; ) {
    const newline = bytes[from] === NEWLINE ? from : bytes.indexOf(NEWLINE, from);
    const end = newline < 0 ? bytes.length : newline;
    if (end > from && documents.push(bytes.subarray(from, end)) > MOST_PACKED_DOCUMENTS)
      return 'too-many-documents';
    from = end + 1;
  }
  return documents.length > 0 ? documents : 'empty-document';
}

function frameAt(bytes: Uint8Array, documentAt: number, packed: boolean): DatagramFrame {
  return documentAt < bytes.length
    ? { ok: true, documentAt, packed }
    : { ok: false, fault: 'empty-document' };
}

/** Our own SDK's headers, and the official Node SDK's, are these to the byte: no need to parse them each time. */
function startsWith(bytes: Uint8Array, header: Uint8Array): boolean {
  if (bytes.length < header.length) return false;
  for (let i = 0; i < header.length; i++) if (bytes[i] !== header[i]) return false;
  return true;
}

function readHeader(line: Uint8Array): { readonly packed: boolean } | undefined {
  if (line.length > HEADER_LINE_BYTES) return undefined;
  try {
    const header: unknown = JSON.parse(utf8.decode(line));
    if (typeof header !== 'object' || header === null) return undefined;
    const { format, version, documents } = header as Readonly<Record<string, unknown>>;
    if (typeof format !== 'string' || format.toLowerCase() !== 'json' || version !== 1) return undefined;
    return { packed: documents === 'lines' };
  } catch {
    return undefined;
  }
}
