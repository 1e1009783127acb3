import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type DatagramFault,
  frameDatagram,
  frameDocuments,
  PACKED_DATAGRAM_HEADER,
  readDatagram,
  readPackedDocuments,
} from '../src/index.js';
import { anyText } from './any-text.js';

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (document: Uint8Array) => new TextDecoder().decode(document);

/** The documents of a datagram, packed or not, as a receiver takes them. */
function documentsOf(datagram: Uint8Array): readonly string[] | DatagramFault {
  const frame = readDatagram(datagram);
  if (!frame.ok) return frame.fault;
  const rest = datagram.subarray(frame.documentAt);
  if (!frame.packed) return [text(rest)];
  const documents = readPackedDocuments(rest);
  return typeof documents === 'string' ? documents : documents.map(text);
}

test('whatever values are written as JSON and packed, the same texts come out', () => {
  const values = fc.array(fc.oneof(fc.json(), anyText), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(values, (list) => {
      const documents = list.map((value) => JSON.stringify(value));
      expect(documentsOf(bytes(frameDocuments(documents)))).toEqual(documents);
    }),
    { seed: 1, numRuns: 500 },
  );
});

test('any bytes behind the header come apart into lines or are refused, and nothing is made up', () => {
  const scraps = fc.array(fc.oneof(fc.constant(10), fc.nat(255)), { maxLength: 300 });
  fc.assert(
    fc.property(scraps, (list) => {
      const rest = Uint8Array.from(list);
      const lines = text(rest.filter((byte) => byte < 128))
        .split('\n')
        .filter((line) => line !== '');
      const documents = readPackedDocuments(rest);
      if (typeof documents === 'string') expect(list.every((byte) => byte === 10)).toBe(true);
      else
        expect(
          documents.map((one) => text(one.filter((byte) => byte < 128))).filter((one) => one !== ''),
        ).toEqual(lines);
    }),
    { seed: 2, numRuns: 500 },
  );
});

test('lines that are empty are no documents', () => {
  expect(documentsOf(bytes(`${PACKED_DATAGRAM_HEADER}\n\n{"a":1}\n\n\n{"b":2}\n\n`))).toEqual([
    '{"a":1}',
    '{"b":2}',
  ]);
  expect(documentsOf(bytes(`${PACKED_DATAGRAM_HEADER}${'\n'.repeat(65_000)}`))).toBe('empty-document');
});

test('a thousand documents are taken, one more is not', () => {
  const documents = Array.from({ length: 1001 }, (_, index) => String(index));
  expect(documentsOf(bytes(frameDocuments(documents.slice(1))))).toEqual(documents.slice(1));
  expect(documentsOf(bytes(frameDocuments(documents)))).toBe('too-many-documents');
});

test('a document that somebody wrote over several lines is still one', () => {
  const document = JSON.stringify({ name: 'shop', subsegments: [{ name: 'call' }] }, null, 2);
  expect(documentsOf(bytes(frameDatagram(document)))).toEqual([document]);
});
