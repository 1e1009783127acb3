import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { limits, parseDocuments, type TraceDocument } from '@radiograph/protocol';
import { describe, expect, test } from 'vitest';
import { decodeTraceRequest, mapSpans } from '../src/otlp/index.js';
import { encodeRequest } from './protobuf-encoding.js';
import { requestOf, type Sending, type ShortSpan } from './spans.js';

/** One case of `golden/`: a span as `spans.ts` has it in short, and the documents that it becomes. */
interface GoldenCase extends Sending {
  readonly claim: string;
  readonly span: ShortSpan;
  readonly documents: readonly TraceDocument[];
}

const folder = join(import.meta.dirname, 'golden');

describe.each(readdirSync(folder))('%s', (file) => {
  const cases = JSON.parse(readFileSync(join(folder, file), 'utf8')) as readonly GoldenCase[];

  test.each(cases)('$claim', ({ span, documents, claim: _, ...sending }) => {
    const request = requestOf([span], sending);
    const json = new TextEncoder().encode(JSON.stringify(request));
    const fromProtobuf = mapSpans(decodeTraceRequest(encodeRequest(request), 'application/x-protobuf'));
    const fromJson = mapSpans(decodeTraceRequest(json, 'application/json'));
    expect(fromProtobuf.documents).toEqual(documents);
    expect(fromJson).toEqual(fromProtobuf);
    expect(fromProtobuf.rejected).toEqual({ count: 0, reasons: [] });
  });

  test.each(cases)('$claim: nothing of it is left to clean', ({ documents }) => {
    const bytes = new TextEncoder().encode(JSON.stringify(documents));
    const parsed = parseDocuments(bytes, { maxBytes: limits.httpSegmentBytes });
    expect(parsed).toEqual(documents.map((document) => ({ accepted: true, document })));
  });
});
