import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ParsedDocument, parseDocuments, readDatagram } from '../src/index.js';
import { documentLike } from './arbitrary-documents.js';
import { documentText } from './document-text.js';

function expectVerdicts(parsed: readonly ParsedDocument[]): void {
  expect(parsed.length).toBeGreaterThan(0);
  for (const one of parsed) {
    if (!one.accepted) expect(one.message).toContain(`. ErrorCode: ${one.code}. `);
  }
}

test('arbitrary bytes get a verdict', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(300), (bytes, maxBytes) => {
      expectVerdicts(parseDocuments(bytes, { maxBytes }));
      readDatagram(bytes);
    }),
    { seed: 1, numRuns: 1_000 },
  );
});

test('a document with bytes changed gets a verdict', () => {
  const original = new TextEncoder().encode(
    documentText('"annotations":{"a":1},"metadata":{"n":{"k":[1,"é"]}},'),
  );
  const changes = fc.array(fc.tuple(fc.nat(original.length - 1), fc.nat(255)), { maxLength: 4 });
  fc.assert(
    fc.property(changes, (list) => {
      const bytes = original.slice();
      for (const [at, byte] of list) bytes[at] = byte;
      expectVerdicts(parseDocuments(bytes, { maxBytes: 65_536 }));
    }),
    { seed: 2, numRuns: 1_000 },
  );
});

test('arbitrary JSON gets a verdict', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.json(),
        documentLike.map((one) => JSON.stringify(one)),
      ),
      fc.boolean(),
      (json, strict) => {
        const bytes = new TextEncoder().encode(json);
        expectVerdicts(parseDocuments(bytes, { maxBytes: 65_536, strict, nowS: 1478293400 }));
      },
    ),
    { seed: 3, numRuns: 1_000 },
  );
});
