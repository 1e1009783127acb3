import { limits, parseDocuments } from '@radiograph/protocol';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeTraceRequest, mapSpans } from '../src/otlp/index.js';
import { anyRequest } from './arbitrary-requests.js';
import { encodeRequest, type JsonRequest } from './protobuf-encoding.js';

function fromProtobuf(request: JsonRequest): ReturnType<typeof decodeTraceRequest> {
  return decodeTraceRequest(encodeRequest(request), 'application/x-protobuf');
}

function fromJson(request: JsonRequest): ReturnType<typeof decodeTraceRequest> {
  return decodeTraceRequest(new TextEncoder().encode(JSON.stringify(request)), 'application/json');
}

test('whatever is sent, protobuf and JSON are read as the same', () => {
  fc.assert(
    fc.property(anyRequest, (request) => {
      expect(fromJson(request)).toEqual(fromProtobuf(request));
    }),
    { seed: 7, numRuns: 800 },
  );
});

test('whatever is sent, its documents are taken as they are', () => {
  fc.assert(
    fc.property(anyRequest, (request) => {
      const { documents } = mapSpans(fromProtobuf(request));
      if (documents.length === 0) return;
      const bytes = new TextEncoder().encode(JSON.stringify(documents));
      const parsed = parseDocuments(bytes, { maxBytes: limits.httpSegmentBytes });
      expect(parsed).toEqual(documents.map((document) => ({ accepted: true, document })));
    }),
    { seed: 8, numRuns: 800 },
  );
});

test('the same request always gives the same documents, and is itself left alone', () => {
  fc.assert(
    fc.property(anyRequest, (request) => {
      const decoded = fromProtobuf(request);
      const before = structuredClone(decoded);
      expect(mapSpans(decoded)).toEqual(mapSpans(fromProtobuf(request)));
      expect(decoded).toEqual(before);
    }),
    { seed: 9, numRuns: 300 },
  );
});

test('every span is either rejected or has a document of its id', () => {
  fc.assert(
    fc.property(anyRequest, (request) => {
      const decoded = fromProtobuf(request);
      const spans = decoded.resourceSpans.flatMap(({ scopeSpans }) =>
        scopeSpans.flatMap((scoped) => scoped.spans),
      );
      const { documents, rejected } = mapSpans(decoded);
      const own = documents.filter(({ id }) => spans.some(({ spanId }) => spanId === id));
      expect(own.length + rejected.count).toBe(spans.length);
      expect(rejected.reasons.reduce((sum, { count }) => sum + count, 0)).toBe(rejected.count);
    }),
    { seed: 10, numRuns: 300 },
  );
});
