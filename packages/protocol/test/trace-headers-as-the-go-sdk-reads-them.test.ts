import { expect, test } from 'vitest';
import { formatTraceHeader, parseTraceHeader } from '../src/index.js';

// The numbers are those of docs/sdk-conformance.md. Ids are real ones: what is no id is left out here.
const ROOT = '1-5759e988-bd862e3fe1be46a994272793';
const PARENT = '53995c3f42cd8ad8';

test('H1: a decision alone', () => {
  expect(parseTraceHeader('Sampled=1')).toEqual({ sampled: '1', rest: '' });
});

test.each([
  ['H2', `Sampled=?;Root=${ROOT};Parent=${PARENT};Self=2;Foo=bar`],
  ['H3', `Sampled=?; Root=${ROOT}; Parent=${PARENT}; Self=2; Foo=bar`],
])('%s: everything at once, with and without spaces; Self goes', (_number, text) => {
  expect(parseTraceHeader(text)).toEqual({ sampled: '?', root: ROOT, parent: PARENT, rest: 'Foo=bar' });
});

test.each(['', 'junk', ';;', 'Root'])('H4: nothing is read from %j', (text) => {
  expect(parseTraceHeader(text)).toEqual({ rest: '' });
});

test('H5: keys are read in any case', () => {
  expect(parseTraceHeader(`sampled=1;ROOT=${ROOT}`)).toEqual({ sampled: '1', root: ROOT, rest: '' });
});

test('H6: a value may hold an equals sign, but then it is no id', () => {
  expect(parseTraceHeader('Root=a=b;Foo=a=b')).toEqual({ rest: 'Foo=a=b' });
});

test('H7: another decision is none', () => {
  expect(parseTraceHeader(`Root=${ROOT};Sampled=2`)).toEqual({ root: ROOT, rest: '' });
});

test.each([
  ['H8', {}, ''],
  ['H9', { sampled: '1' }, 'Sampled=1'],
  ['H9', { sampled: '1', parent: PARENT }, `Parent=${PARENT};Sampled=1`],
  [
    'H10',
    { root: ROOT, parent: PARENT, sampled: '1', rest: 'Foo=bar' },
    `Root=${ROOT};Parent=${PARENT};Sampled=1;Foo=bar`,
  ],
  ['H11', { root: ROOT }, `Root=${ROOT}`],
] as const)('%s: %j is written as %j', (_number, header, text) => {
  expect(formatTraceHeader(header)).toBe(text);
});
