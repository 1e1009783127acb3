import { expect, it } from 'vitest';
import { readDocumentText } from '../src/document-text.js';

const HEADER = '{"format":"json","version":1}';

it('one object, over several lines', () => {
  const text = '\uFEFF\n{\n  "id": "a",\n  "n": 12345678901234567890\n}\n';
  expect(readDocumentText(text)).toEqual({ documents: [text.slice(1).trim()], problems: [] });
});

it('an array of objects, and of documents as strings', () => {
  expect(readDocumentText('[{"id":"a"}, "{\\"id\\":\\"b\\"}"]').documents).toEqual([
    '{"id":"a"}',
    '{"id":"b"}',
  ]);
});

it('one document a line, with empty lines and either line end', () => {
  expect(readDocumentText('{"id":"a"}\r\n\r\n{"id":"b"}\n[{"id":"c"}]').documents).toEqual([
    '{"id":"a"}',
    '{"id":"b"}',
    '{"id":"c"}',
  ]);
});

it('datagrams: a header line before each document, which may take several lines', () => {
  const text = `${HEADER}\n{"id":"a"}\n{"version": 1, "format": "JSON"}\n{\n"id":"b"\n}\n${HEADER}\n`;
  expect(readDocumentText(text)).toEqual({ documents: ['{"id":"a"}', '{\n"id":"b"\n}'], problems: [] });
});

it('a document that mentions a version is no header', () => {
  expect(readDocumentText('{"id":"a","service":{"version":"1"}}').documents).toHaveLength(1);
});

it('a bad line among good ones is named, and the good ones are kept', () => {
  const { documents, problems } = readDocumentText('{"id":"a"}\n{"id":\n42\n{"id":"b"}');
  expect(documents).toEqual(['{"id":"a"}', '{"id":"b"}']);
  expect(problems).toHaveLength(2);
  expect(problems[0]).toMatch(/^line 2: not JSON \(/);
  expect(problems[1]).toBe('line 3: not a JSON object');
});

it('a text that is nothing of the kind is one problem, not one a line', () => {
  expect(readDocumentText('once\nupon\na time\n').problems).toEqual([
    expect.stringMatching(/^lines 1 to 4: not JSON/),
  ]);
  expect(readDocumentText('{"id": "a",\n"broken": }').problems).toHaveLength(1);
});

it('nothing is nothing', () => {
  expect(readDocumentText(' \n\n')).toEqual({ documents: [], problems: [] });
});
