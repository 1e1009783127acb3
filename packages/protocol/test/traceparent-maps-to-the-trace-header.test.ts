import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatTraceparent, makeSegmentId, makeTraceId, parseTraceparent } from '../src/index.js';
import { anyText } from './any-text.js';

const TRACE = '4efaaf4d1e8720b39541901950019ee5';
const PARENT = '53995c3f42cd8ad8';
const header = {
  root: '1-4efaaf4d-1e8720b39541901950019ee5',
  parent: PARENT,
  sampled: '1',
  rest: '',
} as const;

test.each([
  ['sampled', `00-${TRACE}-${PARENT}-01`, header],
  ['not sampled', `00-${TRACE}-${PARENT}-00`, { ...header, sampled: '0' }],
  ['other flags', `00-${TRACE}-${PARENT}-03`, header],
  ['space around', ` 00-${TRACE}-${PARENT}-01 `, header],
  ['a later version', `cc-${TRACE}-${PARENT}-01`, header],
  ['a later version with more', `cc-${TRACE}-${PARENT}-01-what-the-future-brings`, header],
])('%s is read', (_what, text, expected) => {
  expect(parseTraceparent(text)).toEqual(expected);
});

test.each([
  ['nothing', undefined],
  ['an empty text', ''],
  ['the version that is none', `ff-${TRACE}-${PARENT}-01`],
  ['version 00 with more', `00-${TRACE}-${PARENT}-01-more`],
  ['a later version without a dash', `cc-${TRACE}-${PARENT}-01more`],
  ['capitals', `00-${TRACE.toUpperCase()}-${PARENT}-01`],
  ['a trace of zeros', `00-${'0'.repeat(32)}-${PARENT}-01`],
  ['a parent of zeros', `00-${TRACE}-${'0'.repeat(16)}-01`],
  ['a short trace', `00-${TRACE.slice(1)}-${PARENT}-01`],
  ['no flags', `00-${TRACE}-${PARENT}`],
  ["X-Ray's header", `Root=${header.root};Parent=${PARENT};Sampled=1`],
  ['an absurd length', `cc-${TRACE}-${PARENT}-01-${'x'.repeat(1000)}`],
])('%s is ignored', (_what, text) => {
  expect(parseTraceparent(text)).toBeUndefined();
});

test('a header is written where trace and parent are known', () => {
  expect(formatTraceparent(header)).toBe(`00-${TRACE}-${PARENT}-01`);
  expect(formatTraceparent({ ...header, sampled: '?' })).toBe(`00-${TRACE}-${PARENT}-00`);
  expect(formatTraceparent({ root: header.root })).toBeUndefined();
  expect(formatTraceparent({ parent: PARENT })).toBeUndefined();
});

test('a header comes back as it was', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 0xffffffff }), fc.constantFrom('1', '0'), (epochS, sampled) => {
      const one = { root: makeTraceId(epochS), parent: makeSegmentId(), sampled, rest: '' } as const;
      expect(parseTraceparent(formatTraceparent(one))).toEqual(one);
    }),
    { seed: 1 },
  );
});

test('arbitrary text never throws', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      parseTraceparent(text);
    }),
    { seed: 2, numRuns: 1_000 },
  );
});
