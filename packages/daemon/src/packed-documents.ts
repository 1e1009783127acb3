import type { Verdict } from '@radiograph/protocol';
import type { Sink } from './sink.js';

/** Documents packed one behind the other: handing them on moves two things, however many there are. */
export interface PackedDocuments {
  readonly memory: Uint8Array;
  /** Where each document ends in `memory`; the next one starts there, and the first one at its beginning. */
  readonly ends: readonly number[];
}

/** A sink that takes documents as they are packed. */
export interface PackedSink extends Sink {
  /**
   * Takes all of them over, by a copy, when it settles. Undefined where it has to look at each: then they are for {@link Sink.accept}.
   */
  acceptPacked(packed: PackedDocuments): Promise<void> | undefined;
}

/** Views of the documents. */
export function unpackDocuments({ memory, ends }: PackedDocuments): Uint8Array[] {
  return ends.map((end, index) => memory.subarray(ends[index - 1] ?? 0, end));
}

/** Copies documents into one piece of memory. */
export function packDocuments(documents: readonly Uint8Array[]): PackedDocuments {
  const memory = new Uint8Array(documents.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  const ends = documents.map((document) => {
    memory.set(document, at);
    at += document.length;
    return at;
  });
  return { memory, ends };
}

/** Whether a sink is a {@link PackedSink}. */
export function takesPacked(sink: Sink): sink is PackedSink {
  return 'acceptPacked' in sink;
}

/** The verdicts of a sink that takes over all that it is given. */
export function allAccepted(documents: number): readonly Verdict[] {
  return new Array<Verdict>(documents).fill(ACCEPTED);
}

const ACCEPTED: Verdict = { accepted: true };
