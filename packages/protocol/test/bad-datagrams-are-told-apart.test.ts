import { expect, test } from 'vitest';
import {
  DATAGRAM_HEADER,
  type DatagramFrame,
  frameDatagram,
  PACKED_DATAGRAM_HEADER,
  readDatagram,
} from '../src/index.js';

const bytes = (text: string) => new TextEncoder().encode(text);

test.each([
  ['our own header', DATAGRAM_HEADER],
  ["the Go SDK's header, with spaces", '{"format": "json", "version": 1}\n'],
  ['format in capitals', '{"format":"JSON","version":1}\n'],
  ['members in another order, and more of them', '{"version":1,"sender":"x","format":"json"}\n'],
  ['a carriage return', '{"format":"json","version":1}\r\n'],
  ['a byte order mark', '\ufeff{"format":"json","version":1}\n'],
])('%s is accepted', (_what, header) => {
  const document = '{"a":1}\n{"not":"a header"}\n';
  const datagram = bytes(header + document);
  const frame = readDatagram(datagram);
  expect(frame).toEqual({ ok: true, documentAt: bytes(header).length, packed: false });
  expect(new TextDecoder().decode(datagram.subarray(frame.ok ? frame.documentAt : 0))).toBe(document);
});

test.each([
  ['our own header', PACKED_DATAGRAM_HEADER],
  ['members in another order', '{"documents": "lines", "version": 1, "format": "JSON"}\n'],
])('%s says that documents follow line by line', (_what, header) => {
  const frame = readDatagram(bytes(`${header}{}\n{}`));
  expect(frame).toEqual({ ok: true, documentAt: header.length, packed: true });
});

test('a header that names another way of packing says nothing', () => {
  const header = '{"format":"json","version":1,"documents":"array"}\n';
  expect(readDatagram(bytes(`${header}{}`))).toEqual({ ok: true, documentAt: header.length, packed: false });
});

test.each<[string, string, DatagramFrame]>([
  ['nothing', '', { ok: false, fault: 'no-newline' }],
  ['no newline', '{"format":"json","version":1}', { ok: false, fault: 'no-newline' }],
  ['a document alone', '{"name":"shop"}', { ok: false, fault: 'no-newline' }],
  ['an empty line first', '\n{"name":"shop"}', { ok: false, fault: 'invalid-header' }],
  ['a header that is not JSON', 'json 1\n{}', { ok: false, fault: 'invalid-header' }],
  ['a header that is no object', '1\n{}', { ok: false, fault: 'invalid-header' }],
  ['a header of null', 'null\n{}', { ok: false, fault: 'invalid-header' }],
  ['another format', '{"format":"xml","version":1}\n{}', { ok: false, fault: 'invalid-header' }],
  ['another version', '{"format":"json","version":2}\n{}', { ok: false, fault: 'invalid-header' }],
  ['a version as text', '{"format":"json","version":"1"}\n{}', { ok: false, fault: 'invalid-header' }],
  ['no version', '{"format":"json"}\n{}', { ok: false, fault: 'invalid-header' }],
  ['a format that is no text', '{"format":["json"],"version":1}\n{}', { ok: false, fault: 'invalid-header' }],
  [
    'a header of absurd length',
    `{"x":"${'x'.repeat(2000)}","format":"json","version":1}\n{}`,
    { ok: false, fault: 'invalid-header' },
  ],
  ['no document', DATAGRAM_HEADER, { ok: false, fault: 'empty-document' }],
  ['no document of several', PACKED_DATAGRAM_HEADER, { ok: false, fault: 'empty-document' }],
  ['no document after spaces', '{"format": "json", "version": 1}\n', { ok: false, fault: 'empty-document' }],
])('%s is refused', (_what, datagram, frame) => {
  expect(readDatagram(bytes(datagram))).toEqual(frame);
});

test('a header that is not UTF-8 is refused', () => {
  const datagram = bytes('{"format":"json","version":1,"x":"?"}\n{}');
  datagram[datagram.indexOf('?'.charCodeAt(0))] = 0xff;
  expect(readDatagram(datagram)).toEqual({ ok: false, fault: 'invalid-header' });
});

test('what is framed is read back', () => {
  const document = '{"name":"é"}';
  const datagram = bytes(frameDatagram(document));
  expect(readDatagram(datagram)).toEqual({ ok: true, documentAt: DATAGRAM_HEADER.length, packed: false });
});
