/** The line that goes before every document in a datagram. */
export const DATAGRAM_HEADER: string = '{"format":"json","version":1}\n';

/** What is wrong with a datagram. */
export type DatagramFault = 'no-newline' | 'invalid-header' | 'empty-document';

/** A datagram taken apart: where its document starts, or what is wrong with it. */
export type DatagramFrame =
  | { readonly ok: true; readonly documentAt: number }
  | { readonly ok: false; readonly fault: DatagramFault };

const NEWLINE = 10;
const HEADER_LINE_BYTES = 1024;
const USUAL = new TextEncoder().encode(DATAGRAM_HEADER);
const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Puts the header line before a document's text. */
export function frameDatagram(document: string): string {
  return DATAGRAM_HEADER + document;
}

/**
 * Finds the document in a datagram: after the first newline, when the line before it is a JSON header with format `json`
 * (any case) and version 1. The document itself is not looked at. Never throws. Source: behaviour of the AWS X-Ray daemon.
 *
 * @example
 * const frame = readDatagram(bytes);
 * if (frame.ok) keep(bytes.subarray(frame.documentAt));
 */
export function readDatagram(bytes: Uint8Array): DatagramFrame {
  if (startsWithUsualHeader(bytes)) return frameAt(bytes, USUAL.length);
  const newline = bytes.indexOf(NEWLINE);
  if (newline < 0) return { ok: false, fault: 'no-newline' };
  if (!isHeader(bytes.subarray(0, newline))) return { ok: false, fault: 'invalid-header' };
  return frameAt(bytes, newline + 1);
}

function frameAt(bytes: Uint8Array, documentAt: number): DatagramFrame {
  return documentAt < bytes.length ? { ok: true, documentAt } : { ok: false, fault: 'empty-document' };
}

/** Our own SDK's header, and the official Node SDK's, are this one to the byte: no need to parse it each time. */
function startsWithUsualHeader(bytes: Uint8Array): boolean {
  if (bytes.length < USUAL.length) return false;
  for (let i = 0; i < USUAL.length; i++) if (bytes[i] !== USUAL[i]) return false;
  return true;
}

function isHeader(line: Uint8Array): boolean {
  if (line.length > HEADER_LINE_BYTES) return false;
  try {
    const header: unknown = JSON.parse(utf8.decode(line));
    if (typeof header !== 'object' || header === null) return false;
    const { format, version } = header as { readonly format?: unknown; readonly version?: unknown };
    return typeof format === 'string' && format.toLowerCase() === 'json' && version === 1;
  } catch {
    return false;
  }
}
