import { makeTraceId } from '@radiograph/protocol';
import { expect, it } from 'vitest';
import { compileTailFilter } from '../src/tail-filter.js';

const traceId = makeTraceId();
const segment = (fields: object) =>
  new TextEncoder().encode(
    JSON.stringify({
      trace_id: traceId,
      id: '0123456789abcdef',
      name: 'shop',
      start_time: 1,
      end_time: 1.5,
      ...fields,
    }),
  );

it.each([
  ['fault OR responsetime >= 1', {}, false],
  ['fault OR responsetime >= 1', { fault: true }, true],
  ['fault OR responsetime >= 1', { end_time: 2.5 }, true],
  ['annotation.tier = "gold"', { annotations: { tier: 'gold' } }, true],
  ['service("shop")', {}, true],
  ['service("other")', {}, false],
])('%s of %j', (text, fields, wanted) => {
  expect(compileTailFilter(text)(traceId, [segment(fields)])).toBe(wanted);
});

it('a document that X-Ray would refuse keeps its trace, so that it is told of there', () => {
  const keep = compileTailFilter('fault');
  expect(keep(traceId, [segment({}), new TextEncoder().encode('{"name":')])).toBe(true);
});

it('a filter that is none says where', () => {
  expect(() => compileTailFilter('fault OR')).toThrow(/--tail-keep cannot be used[\s\S]*fault OR/);
});
