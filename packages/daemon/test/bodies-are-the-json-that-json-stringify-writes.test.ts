import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Escaper, openEscaper } from '../src/aws/json-escape.js';
import { putSegmentsBody } from '../src/aws/put-segments-body.js';
import { packDocuments } from '../src/packed-documents.js';
import { BlockPool } from '../src/relay/block-pool.js';

const bytesOf = (text: string) => new TextEncoder().encode(text);
const pool = new BlockPool();
/** Bodies of one pool, so that what a block held before would show. */
function bodyOf(documents: readonly Uint8Array[], escaper?: Escaper): string {
  const body = putSegmentsBody(packDocuments(documents), pool, escaper);
  const text = new TextDecoder().decode(body);
  pool.give(body);
  return text;
}

it('for any texts, to the byte', () => {
  const text = fc.string({
    unit: fc.constantFrom(
      ...Array.from({ length: 130 }, (_, code) => String.fromCharCode(code)),
      'ü',
      '€',
      '😀',
      '\u2028',
    ),
  });
  fc.assert(
    fc.property(fc.array(text, { maxLength: 5 }), (texts) => {
      const expected = JSON.stringify({ TraceSegmentDocuments: texts });
      expect(bodyOf(texts.map(bytesOf))).toBe(expected);
    }),
    { seed: 9 },
  );
});

it('of documents larger than what is escaped at once, and where there is no WebAssembly', () => {
  const texts = ['a"b\\c\u0001'.repeat(20_000), 'ü€'.repeat(30_000), '\n'.repeat(100_000), ''];
  const expected = JSON.stringify({ TraceSegmentDocuments: texts });
  expect(bodyOf(texts.map(bytesOf))).toBe(expected);
  expect(bodyOf(texts.map(bytesOf), openEscaper(undefined))).toBe(expected);
});

it('for any bytes, with what is no text replaced', () => {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 5 }), (documents) => {
      const expected = { TraceSegmentDocuments: documents.map((bytes) => decoder.decode(bytes)) };
      expect(JSON.parse(bodyOf(documents))).toEqual(expected);
    }),
    { seed: 9, numRuns: 500 },
  );
});

it('half a character at the end of one document and its other half at the beginning of the next make none', () => {
  const [before, after] = [Uint8Array.of(0x61, 0xc3), Uint8Array.of(0xa9, 0x62)];
  expect(bodyOf([bytesOf('ü'), before, after, bytesOf('€')])).toBe(
    JSON.stringify({ TraceSegmentDocuments: ['ü', 'a\ufffd', '\ufffdb', '€'] }),
  );
});

it('of more documents than are escaped at once', () => {
  const texts = Array.from({ length: 2500 }, (_, index) => `{"n":${index}}`);
  expect(bodyOf(texts.map(bytesOf))).toBe(JSON.stringify({ TraceSegmentDocuments: texts }));
});
