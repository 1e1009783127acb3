import type { RemoteInfo } from 'node:dgram';
import { type DatagramFault, readDatagram } from '@radiograph/protocol';
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
  'too-large',
  'sender-not-allowed',
];

const NEWLINE = 10;

const MESSAGES: Readonly<Record<DatagramRejection | 'buffer-full', string>> = {
  'no-newline': 'no newline: a datagram is {"format":"json","version":1}, a newline, and a document',
  'invalid-header': 'the line before the document is not {"format":"json","version":1}',
  'empty-document': 'nothing follows the header line',
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

/** Queues the document of a datagram; one that is badly framed, too large or finds the buffer full is counted and noted. */
export function takeDatagram(path: DatagramPath, datagram: Uint8Array, sender: RemoteInfo): void {
  const { queue, counters } = path;
  counters.add('received', 1);
  const refusal = queueDocument(path, datagram, sender);
  if (refusal !== undefined) {
    counters.add(refusal, 1);
    path.log.note(refusal, 1, () => ({
      message: MESSAGES[refusal],
      sender: nameOf(sender),
      ...findIds(documentIn(datagram)),
    }));
  }
  counters.set('bufferedBytes', queue.bytes);
}

/** Queues the document, or tells why not. */
function queueDocument(
  path: DatagramPath,
  datagram: Uint8Array,
  sender: RemoteInfo,
): DatagramRejection | 'buffer-full' | undefined {
  if (path.allowed?.has(sender.address) === false) return 'sender-not-allowed';
  const frame = readDatagram(datagram);
  if (!frame.ok) return frame.fault;
  const document = datagram.subarray(frame.documentAt);
  if (document.length > path.maxDocumentBytes) return 'too-large';
  return path.queue.add(document) ? undefined : 'buffer-full';
}

/** Where a refused datagram's document may be found: after its first line, or all of it where the header line was left out. */
function documentIn(datagram: Uint8Array): Uint8Array {
  return datagram.subarray(datagram.indexOf(NEWLINE) + 1);
}

function nameOf({ address, family, port }: RemoteInfo): string {
  return family === 'IPv6' ? `[${address}]:${port}` : `${address}:${port}`;
}
