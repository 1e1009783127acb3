/** A batch of documents in one buffer, so that it crosses to a thread in one transfer, whoever else views the originals. */
export interface PackedBatch {
  readonly bytes: ArrayBuffer;
  /** Where each document ends. */
  readonly ends: Uint32Array<ArrayBuffer>;
}

/** Copies documents into one buffer. */
export function packBatch(documents: readonly Uint8Array[]): PackedBatch {
  const ends = new Uint32Array(documents.length);
  let total = 0;
  documents.forEach((document, index) => {
    total += document.byteLength;
    ends[index] = total;
  });
  const bytes = new Uint8Array(total);
  documents.forEach((document, index) => {
    bytes.set(document, (ends[index] ?? 0) - document.byteLength);
  });
  return { bytes: bytes.buffer, ends };
}

/** The documents of a packed batch, as views. */
export function unpackBatch({ bytes, ends }: PackedBatch): Uint8Array[] {
  const documents: Uint8Array[] = [];
  let start = 0;
  for (const end of ends) {
    documents.push(new Uint8Array(bytes, start, end - start));
    start = end;
  }
  return documents;
}
