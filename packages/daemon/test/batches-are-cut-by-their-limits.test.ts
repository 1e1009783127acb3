import fc from 'fast-check';
import { expect, it } from 'vitest';
import { packDocuments } from '../src/packed-documents.js';
import { Batch } from '../src/relay/batch.js';
import { type BatchLimits, BatchQueue } from '../src/relay/batch-queue.js';

const documents = fc.array(fc.uint8Array({ minLength: 1, maxLength: 40 }), { maxLength: 60 });
const limits = fc.record({
  documents: fc.integer({ min: 1, max: 20 }),
  bytes: fc.integer({ min: 1, max: 200 }),
  ageMs: fc.constant(60_000),
});

/** What batches are: as many in a row as the limits let, but one at least. */
function cut(given: readonly Uint8Array[], { documents: most, bytes }: BatchLimits): Uint8Array[][] {
  const batches: Uint8Array[][] = [];
  let held = Number.POSITIVE_INFINITY;
  for (const document of given) {
    const last = batches.at(-1);
    if (last === undefined || last.length === most || held + document.length > bytes) {
      batches.push([document]);
      held = document.length;
    } else {
      last.push(document);
      held += document.length;
    }
  }
  return batches;
}

it('whether documents come one by one or many at once', () => {
  fc.assert(
    fc.property(documents, limits, fc.integer({ min: 1, max: 60 }), (given, allowed, atOnce) => {
      const queue = new BatchQueue(allowed, () => {});
      for (let from = 0; from < given.length; from += atOnce)
        queue.add(packDocuments(given.slice(from, from + atOnce)));
      queue.seal();
      expect(queue.documents).toBe(given.length);
      const batches: Uint8Array[][] = [];
      for (let batch = queue.take(); batch !== undefined; batch = queue.take()) {
        expect(batch.bytes).toBe(batch.unpack().reduce((sum, { length }) => sum + length, 0));
        batches.push(batch.unpack().map((document) => document.slice()));
        queue.release(batch);
      }
      expect(batches).toEqual(cut(given, allowed));
      expect([queue.documents, queue.bytes]).toEqual([0, 0]);
    }),
    { seed: 9, numRuns: 500 },
  );
});

it('and a batch is halved without a document lost', () => {
  fc.assert(
    fc.property(documents, fc.nat(), (given, at) => {
      const batch = Batch.of(given);
      const middle = given.length === 0 ? 0 : at % given.length;
      const [one, other] = [batch.slice(0, middle), batch.slice(middle, batch.count)];
      expect([...one.unpack(), ...other.unpack()]).toEqual(given);
      expect(one.bytes + other.bytes).toBe(batch.bytes);
      expect(other.slice(1, other.count).unpack()).toEqual(given.slice(middle + 1));
    }),
    { seed: 9 },
  );
});
