import { expect, test } from 'vitest';
import { limits } from '../src/index.js';
import { documentText, parse, verdicts } from './document-text.js';

const repeat = (text: string, times: number) => text.repeat(times);
const arrays = (levels: number) => repeat('[', levels) + repeat(']', levels);
const objects = (levels: number) => `${repeat('{"a":', levels)}1${repeat('}', levels)}`;
const subsegments = (levels: number) => {
  const head = documentText().replace(/}$/, ',"subsegments":[');
  return head.repeat(levels) + documentText() + repeat(']}', levels);
};

test.each([
  ['arrays in metadata', documentText(`"metadata":{"a":${arrays(10_000)}},`)],
  ['objects in metadata', documentText(`"metadata":${objects(10_000)},`)],
  ['objects in aws', documentText(`"aws":{"custom":${objects(10_000)}},`)],
  ['objects in service', documentText(`"service":${objects(10_000)},`)],
  [
    'attributes of a link',
    documentText(
      `"links":[{"trace_id":"1-581cf771-a006649127e371903a2de979","id":"53995c3f42cd8ad8","attributes":${objects(10_000)}}],`,
    ),
  ],
  ['subsegments', subsegments(3_000)],
  ['nothing but arrays', arrays(10_000)],
])('ten thousand levels: %s', (_what, text) => {
  const started = performance.now();
  const [parsed] = parse(text);
  expect(parsed).toMatchObject({ accepted: false, code: 'InvalidSegment' });
  expect(parsed).toHaveProperty('message', expect.stringMatching(/^.{1,400}$/));
  expect(performance.now() - started).toBeLessThan(2_000);
});

test('what is stripped may be nested as deep as it likes', () => {
  expect(verdicts(parse(documentText(`"unknown":${arrays(10_000)},`)))).toEqual(['accepted']);
});

test('the last level allowed is kept and the next one refused', () => {
  const depth = limits.nestingDepth;
  expect(verdicts(parse(documentText(`"metadata":${objects(depth)},`)))).toEqual(['accepted']);
  expect(verdicts(parse(documentText(`"metadata":${objects(depth + 1)},`)))).toEqual(['InvalidSegment']);
  expect(verdicts(parse(subsegments(depth)))).toEqual(['accepted']);
  expect(verdicts(parse(subsegments(depth + 1)))).toEqual(['InvalidSegment']);
});
