/**
 * Takes finished documents off the process. Write your own to send them somewhere else.
 * A recorder calls `emit` while a request is being answered: it must return at once, hold a bounded amount, and not throw.
 */
export interface Emitter {
  /** The largest document it can take, in bytes of UTF-8; larger ones are split before they reach it. */
  readonly maxDocumentBytes: number;
  /** Whether all that was emitted is sent or lost; left out where that is not known. */
  readonly idle?: boolean;
  /** Gets ready to send, where that takes a while. Called where a process may be stopped right after its first document. */
  open?(): void;
  /** Takes one document: a segment, or a subsegment sent on its own, as JSON text. */
  emit(document: string): void;
  /** Resolves when everything emitted so far is sent, is lost, or waits for a daemon that cannot be reached now. Never rejects. */
  flush(): Promise<void>;
  /** Flushes, then gives back sockets and timers. What is emitted afterwards is dropped. */
  close(): Promise<void>;
}

/** An emitter that can do without the text of a document. */
export interface DocumentEmitter extends Emitter {
  /** Takes a document as it is, for as long as the call lasts; `false` where it has to be emitted as text, and maybe in parts. Never throws. */
  emitDocument(document: object): boolean;
}

/** What an emitter has done so far, in documents: handed to the network, and known to be lost (there or before). */
export interface EmitterCounters {
  readonly sent: number;
  readonly dropped: number;
}
