import { expect, test } from 'vitest';
import { parseDocuments } from '../src/index.js';
import { documentText, parse, verdicts } from './document-text.js';

test.each([
  ['nothing', '', /the document is not JSON: Unexpected end/],
  ['white space', ' \n', /the document is not JSON: Unexpected end/],
  ['half a document', documentText().slice(0, 60), /the document is not JSON: /],
  ['two documents', documentText() + documentText(), /the document is not JSON: /],
  ['bare words', '{"name": secret words}', /the document is not JSON: Unexpected token 's'$/],
  ['NaN', documentText('"x":NaN,'), /the document is not JSON: /],
  ['a binary', '\u0000\u0001\u0002', /the document is not JSON: /],
])('%s', (_what, text, message) => {
  const [parsed, ...more] = parse(text);
  expect(more).toEqual([]);
  expect(parsed).toMatchObject({
    accepted: false,
    code: 'ParseError',
    message: expect.stringMatching(message),
  });
  expect(parsed).not.toHaveProperty('id');
});

test('bytes that are not UTF-8', () => {
  const bytes = new TextEncoder().encode(documentText('"user":"x",'));
  bytes[bytes.indexOf('x'.charCodeAt(0))] = 0xff;
  expect(parseDocuments(bytes, { maxBytes: 65_536 })).toEqual([
    {
      accepted: false,
      code: 'ParseError',
      message: 'Invalid segment. ErrorCode: ParseError. the document is not UTF-8; send JSON text in UTF-8',
      traceId: '1-581cf771-a006649127e371903a2de979',
    },
  ]);
});

test('a document over the limit names its trace, and is not parsed', () => {
  const text = documentText(`"user":"${'u'.repeat(1000)}",`);
  expect(parse(text, 1000)).toEqual([
    {
      accepted: false,
      code: 'SegmentTooLarge',
      message: `Invalid segment. ErrorCode: SegmentTooLarge. the document is ${text.length} bytes long, over the limit of 1000; send its subsegments on their own`,
      traceId: '1-581cf771-a006649127e371903a2de979',
    },
  ]);
  expect(verdicts(parse(text, text.length))).toEqual(['accepted']);
});

test.each([
  ['a byte order mark before', `\ufeff${documentText()}`],
  ['newlines after', `${documentText()}\n\r\n`],
  ['times in scientific notation', documentText('"x":1,').replace('1478293361.271', '1.478293361271E9')],
])('%s is accepted', (_what, text) => {
  expect(parse(text)).toEqual([{ accepted: true, document: JSON.parse(documentText()) }]);
});

test('times beyond all numbers are refused', () => {
  expect(verdicts(parse(documentText().replace('1478293361.271', '1e999')))).toEqual(['InvalidStartTime']);
  expect(verdicts(parse(documentText().replace('1478293361.449', '1e999')))).toEqual(['InvalidEndTime']);
});

test('each document of an array gets its own verdict, in order', () => {
  const noName = documentText().replace('"name":"shop",', '');
  expect(verdicts(parse(`[${documentText()},${noName},7,${documentText()}]`))).toEqual([
    'accepted',
    'MissingName',
    'InvalidSegment',
    'accepted',
  ]);
});
