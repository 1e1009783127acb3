/** What an intake has seen since it started: the daemon counts, the service shows. Counts of documents unless said otherwise. */
export interface IntakeCounters {
  /** Documents received, good or not; a datagram that cannot be read counts as one. */
  readonly received: number;
  /** The datagrams in which they came, where they come by UDP: fewer, where senders put several documents into one. */
  readonly datagrams?: number;
  /** Documents the sink took. */
  readonly stored: number;
  /** Documents refused, by reason: a datagram fault, or a rejection code of the sink. */
  readonly rejected: Readonly<Record<string, number>>;
  /** Documents dropped though nothing was wrong with them, by reason (`buffer-full`, `sink-failed`, `shutdown`). */
  readonly dropped: Readonly<Record<string, number>>;
  /** Datagrams the kernel dropped before the socket, where the system tells. */
  readonly kernelDrops?: number;
  /** Bytes waiting in the buffer now. */
  readonly bufferedBytes: number;
  /** The socket's receive buffer as the system granted it, in bytes. */
  readonly receiveBufferBytes: number;
}
