import type { RemoteInfo } from 'node:dgram';
import { type DatagramFault, readDatagram, readPackedDocuments } from '@radiograph/protocol';
import type { AllowedSenders } from './allowed-senders.js';
import { findIds } from './document-ids.js';
import type { DocumentQueue } from './document-queue.js';
import type { DropLog } from './drop-log.js';
import type { ThreadCounters } from './thread-counters.js';

/** Why the socket's thread refuses a datagram; a document that is well framed is judged by the sink. */
export type DatagramRejection = DatagramFault | 'too-large' | 'sender-not-allowed';

/** Every reason of the socket's thread. */
export const DATAGRAM_REJECTIONS: readonly DatagramRejection[] = [
  'no-newline',
  'invalid-header',
  'empty-document',
  'too-many-documents',
  'too-large',
  'sender-not-allowed',
];

const NEWLINE = 10;

const MESSAGES: Readonly<Record<DatagramRejection | 'buffer-full', string>> = {
  'no-newline': 'no newline: a datagram is {"format":"json","version":1}, a newline, and a document',
  'invalid-header': 'the line before the document is not {"format":"json","version":1}',
  'empty-document': 'nothing follows the header line',
  'too-many-documents': 'a datagram holds at most 1,000 documents',
  'too-large': 'the document is larger than allowed',
  'sender-not-allowed': 'the sender is in none of the networks that may send',
  'buffer-full': 'the buffer is full because the store does not keep up; the newest documents are dropped',
};

/** What a datagram's way leads through. */
export interface DatagramPath {
  readonly queue: DocumentQueue;
  readonly counters: ThreadCounters;
  readonly log: DropLog;
  readonly maxDocumentBytes: number;
  /** Undefined: everybody. */
  readonly allowed: AllowedSenders | undefined;
}

/**
 * Queues the documents of a datagram. One that is badly framed is counted and noted, and so is a document that is too large or finds
 * the buffer full; others of the same datagram are queued all the same. The sender may be unknown where everybody may send. False when anything of it was bad.
 */
export function takeDatagram(
  path: DatagramPath,
  datagram: Uint8Array,
  sender: RemoteInfo | undefined,
): boolean {
  path.counters.add('received', 1);
  const outcome = queueDatagram(path, datagram, sender);
  if (typeof outcome === 'string') refuse(path, outcome, documentIn(datagram), sender);
  path.counters.set('bufferedBytes', path.queue.bytes);
  return outcome === true;
}

/** Queues what the datagram holds and tells whether all of it is good, or why it cannot be read. */
function queueDatagram(
  path: DatagramPath,
  datagram: Uint8Array,
  sender: RemoteInfo | undefined,
): boolean | DatagramRejection {
  if (path.allowed?.has(sender?.address ?? '') === false) return 'sender-not-allowed';
  const frame = readDatagram(datagram);
  if (!frame.ok) return frame.fault;
  const rest = datagram.subarray(frame.documentAt);
  if (!frame.packed) return queueDocument(path, rest, sender);
  const documents = readPackedDocuments(rest);
  if (typeof documents === 'string') return documents;
  path.counters.add('received', documents.length - 1);
  path.counters.add('packed', documents.length - 1);
  let all = true;
  for (const document of documents) all = queueDocument(path, document, sender) && all;
  return all;
}

/** A document that finds the buffer full is as good as any other. */
function queueDocument(path: DatagramPath, document: Uint8Array, sender: RemoteInfo | undefined): boolean {
  const isTooLarge = document.length > path.maxDocumentBytes;
  if (isTooLarge) refuse(path, 'too-large', document, sender);
  else if (!path.queue.add(document)) refuse(path, 'buffer-full', document, sender);
  return !isTooLarge;
}

function refuse(
  { counters, log }: DatagramPath,
  reason: DatagramRejection | 'buffer-full',
  document: Uint8Array,
  sender: RemoteInfo | undefined,
): void {
  counters.add(reason, 1);
  log.note(reason, 1, () => ({
    message: MESSAGES[reason],
    ...(sender !== undefined && { sender: nameOf(sender) }),
    ...findIds(document),
  }));
}

/** Where a refused datagram's document may be found: after its first line, or all of it where the header line was left out. */
function documentIn(datagram: Uint8Array): Uint8Array {
  return datagram.subarray(datagram.indexOf(NEWLINE) + 1);
}

function nameOf({ address, family, port }: RemoteInfo): string {
  return family === 'IPv6' ? `[${address}]:${port}` : `${address}:${port}`;
}
