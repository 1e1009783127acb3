import { validateHeaderValue } from 'node:http';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  formatTraceHeader,
  makeSegmentId,
  makeTraceId,
  parseTraceHeader,
  type TraceHeader,
} from '../src/index.js';
import { anyText } from './any-text.js';

const ROOT = '1-5759e988-bd862e3fe1be46a994272793';
const PARENT = '53995c3f42cd8ad8';

describe('parsing', () => {
  test.each<[string, string | undefined, TraceHeader]>([
    ['nothing', undefined, { rest: '' }],
    ['an empty header', '', { rest: '' }],
    [
      'the usual header',
      `Root=${ROOT};Parent=${PARENT};Sampled=1`,
      { root: ROOT, parent: PARENT, sampled: '1', rest: '' },
    ],
    [
      'any order',
      `Sampled=0;Parent=${PARENT};Root=${ROOT}`,
      { root: ROOT, parent: PARENT, sampled: '0', rest: '' },
    ],
    ['spaces', ` Root = ${ROOT} ; Sampled = ? `, { root: ROOT, sampled: '?', rest: '' }],
    [
      'keys in any case',
      `ROOT=${ROOT};parent=${PARENT};sAMPLED=1`,
      { root: ROOT, parent: PARENT, sampled: '1', rest: '' },
    ],
    [
      'ids in capitals',
      `Root=${ROOT.toUpperCase()};Parent=${PARENT.toUpperCase()}`,
      { root: ROOT, parent: PARENT, rest: '' },
    ],
    ['a trace id in W3C form', `Root=${ROOT.slice(2).replaceAll('-', '')}`, { root: ROOT, rest: '' }],
    [
      'Lineage',
      `Root=${ROOT};Lineage=a87bd80c:1|68fd508a:5`,
      { root: ROOT, rest: 'Lineage=a87bd80c:1|68fd508a:5' },
    ],
    ['pairs unknown, in order', `Foo=bar;Root=${ROOT};Baz=a=b`, { root: ROOT, rest: 'Foo=bar;Baz=a=b' }],
    [
      "a load balancer's Self",
      `Self=1-67891234-12456789abcdef012345678;Root=${ROOT}`,
      { root: ROOT, rest: '' },
    ],
    ['malformed ids', 'Root=1-x;Parent=12;Sampled=1', { sampled: '1', rest: '' }],
    ['another decision', 'Sampled=2', { rest: '' }],
    ['a decision as a word', 'Sampled=true', { rest: '' }],
    ['junk', ';;=;=x;abc;;', { rest: '' }],
    ['a key twice', `Sampled=1;Sampled=0`, { sampled: '0', rest: '' }],
  ])('%s', (_what, text, header) => {
    expect(parseTraceHeader(text)).toEqual(header);
  });

  test('pairs that no HTTP header may hold are not passed on', () => {
    expect(parseTraceHeader('A=1\r\nX-Evil: 1;B=2;C=\u0000;D=é').rest).toBe('B=2');
  });

  test('what is passed on is bounded, whole pairs only', () => {
    const pairs = Array.from({ length: 50 }, (_, i) => `key${i}=${'v'.repeat(60)}`);
    const { rest } = parseTraceHeader(pairs.join(';'));
    expect(rest.length).toBeLessThanOrEqual(1024);
    expect(rest.split(';').every((pair) => pairs.includes(pair))).toBe(true);
    expect(rest.split(';').length).toBeGreaterThan(10);
  });

  test('a header of absurd length is not read', () => {
    expect(parseTraceHeader(`Root=${ROOT};x=${'y'.repeat(5000)}`)).toEqual({ rest: '' });
  });

  test('whatever the text, parsing does not throw and what it gives can be sent', () => {
    const text = fc.oneof(
      anyText,
      fc
        .array(fc.constantFrom('Root', 'Parent', 'Sampled', '=', ';', ROOT, PARENT, '1', ' ', '\n', 'x', ','))
        .map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, (header) => {
        const formatted = formatTraceHeader(parseTraceHeader(header));
        validateHeaderValue('x-amzn-trace-id', formatted);
        expect(formatTraceHeader(parseTraceHeader(formatted))).toBe(formatted);
      }),
      { seed: 1, numRuns: 1_000 },
    );
  });
});

describe('formatting', () => {
  test.each<[Partial<TraceHeader>, string]>([
    [{}, ''],
    [{ rest: '' }, ''],
    [{ root: ROOT }, `Root=${ROOT}`],
    [{ sampled: '1' }, 'Sampled=1'],
    [{ parent: PARENT, sampled: '0' }, `Parent=${PARENT};Sampled=0`],
    [{ rest: 'Foo=bar' }, 'Foo=bar'],
    [
      { root: ROOT, parent: PARENT, sampled: '1', rest: 'Foo=bar' },
      `Root=${ROOT};Parent=${PARENT};Sampled=1;Foo=bar`,
    ],
  ])('%j', (header, text) => {
    expect(formatTraceHeader(header)).toBe(text);
  });

  test('a header comes back from its text as it was', () => {
    const header = fc.record(
      {
        root: fc.integer({ min: 0, max: 0xffffffff }).map(makeTraceId),
        parent: fc.constant(0).map(makeSegmentId),
        sampled: fc.constantFrom('1', '0', '?'),
        rest: fc.constantFrom('', 'Lineage=a:1', 'A=1;B=2'),
      },
      { requiredKeys: ['rest'] },
    ) as fc.Arbitrary<TraceHeader>;
    fc.assert(
      fc.property(header, (one) => {
        expect(parseTraceHeader(formatTraceHeader(one))).toEqual(one);
      }),
      { seed: 2 },
    );
  });
});
