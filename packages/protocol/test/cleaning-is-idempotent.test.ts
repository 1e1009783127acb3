import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cleanDocument, isSegmentId, isTraceId, type TraceDocument } from '../src/index.js';
import { documentLike } from './arbitrary-documents.js';

/** What cleaning makes of a value, and whether it was taken at all. */
function cleaned(value: unknown): TraceDocument | undefined {
  const parsed = cleanDocument(value);
  return parsed.accepted ? parsed.document : undefined;
}

test('a cleaned document is clean: cleaning it again gives the very same object', () => {
  let accepted = 0;
  fc.assert(
    fc.property(documentLike, (value) => {
      const once = cleaned(JSON.parse(JSON.stringify(value)));
      if (once === undefined) return;
      accepted++;
      expect(cleaned(once)).toBe(once);
      const travelled: unknown = JSON.parse(JSON.stringify(once));
      expect(cleaned(travelled)).toBe(travelled);
    }),
    { seed: 4, numRuns: 500 },
  );
  expect(accepted).toBeGreaterThan(100);
});

test('a cleaned document is what its type says', () => {
  fc.assert(
    fc.property(documentLike, (value) => {
      const document = cleaned(value);
      if (document === undefined) return;
      expect(isTraceId(document.trace_id)).toBe(true);
      expect(isSegmentId(document.id)).toBe(true);
      expect((document.end_time ?? Number.POSITIVE_INFINITY) >= document.start_time).toBe(true);
      expect(document.end_time === undefined).toBe(document.in_progress === true);
      for (const annotation of Object.values(document.annotations ?? {})) {
        expect(['string', 'number', 'boolean']).toContain(typeof annotation);
      }
      for (const member of ['status', 'content_length'] as const) {
        expect(['number', 'undefined']).toContain(typeof document.http?.response?.[member]);
      }
    }),
    { seed: 5, numRuns: 500 },
  );
});

test('cleaning does not change what it is given', () => {
  fc.assert(
    fc.property(documentLike, (value) => {
      const before = JSON.stringify(value);
      cleanDocument(value);
      expect(JSON.stringify(value)).toBe(before);
    }),
    { seed: 6, numRuns: 500 },
  );
});
