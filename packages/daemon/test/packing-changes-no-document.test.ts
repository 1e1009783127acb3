import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DocumentBuffer, type PackedBatch } from '../src/document-buffer.js';

function unpack({ bytes, ends }: PackedBatch): Uint8Array[] {
  return ends.map((end, index) => new Uint8Array(bytes.slice(ends[index - 1] ?? 0, end)));
}

const KEPT = { batchBytes: 1024 * 1024, isReused: false };

const documents = fc.array(fc.uint8Array({ minLength: 1, maxLength: 65_000 }), {
  size: 'large',
  maxLength: 80,
});

it('documents come out as they went in, in order, whenever batches are taken', () => {
  fc.assert(
    fc.property(documents, fc.nat({ max: 10 }), (given, takeEvery) => {
      const buffer = new DocumentBuffer(64 * 1024 * 1024, KEPT);
      const out: Uint8Array[] = [];
      given.forEach((document, index) => {
        expect(buffer.add(document)).toBe(true);
        const batch = index % (takeEvery + 1) === takeEvery ? buffer.take() : undefined;
        if (batch !== undefined) out.push(...unpack(batch));
      });
      for (let batch = buffer.take(); batch !== undefined; batch = buffer.take()) out.push(...unpack(batch));
      expect(out).toEqual(given);
      expect([buffer.bytes, buffer.documents]).toEqual([0, 0]);
    }),
    { seed: 2000, numRuns: 50 },
  );
});

it('also where the memory of batches is used again, which is all that there is after a while', () => {
  fc.assert(
    fc.property(documents, (given) => {
      const buffer = new DocumentBuffer(64 * 1024 * 1024, { batchBytes: 128 * 1024, isReused: true });
      const [out, memory]: [Uint8Array[], Set<ArrayBuffer>] = [[], new Set()];
      for (const document of given) {
        buffer.add(document);
        const batch = buffer.take();
        if (batch === undefined) continue;
        out.push(...unpack(batch));
        memory.add(batch.bytes);
        buffer.reuse(batch.bytes);
      }
      expect(out).toEqual(given);
      expect(memory.size).toBeLessThanOrEqual(2);
    }),
    { seed: 2000, numRuns: 50 },
  );
});

it('a batch holds at most a thousand documents and a mebibyte', () => {
  const buffer = new DocumentBuffer(64 * 1024 * 1024, KEPT);
  for (let i = 0; i < 2500; i++) buffer.add(new Uint8Array(100));
  for (let i = 0; i < 40; i++) buffer.add(new Uint8Array(65_000));
  const sizes: number[][] = [];
  for (let batch = buffer.take(); batch !== undefined; batch = buffer.take()) {
    sizes.push([batch.ends.length, batch.bytes.byteLength]);
    expect(batch.bytes.byteLength).toBeLessThanOrEqual(1024 * 1024);
  }
  expect(sizes.map(([count]) => count)).toEqual([1000, 1000, 515, 16, 9]);
});

it('a full buffer refuses the newest and keeps what waits', () => {
  const buffer = new DocumentBuffer(1000, KEPT);
  expect(buffer.add(Uint8Array.of(1, 2, 3))).toBe(true);
  expect(buffer.add(new Uint8Array(980))).toBe(false);
  expect(buffer.add(Uint8Array.of(4))).toBe(true);
  const batch = buffer.take();
  expect(batch && unpack(batch)).toEqual([Uint8Array.of(1, 2, 3), Uint8Array.of(4)]);
});
