import { expect, test } from 'vitest';
import { documentText, parse } from './document-text.js';

const poison = '"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},';

/** Every key of a value, at any depth, own properties called `__proto__` included. */
function keysOf(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => [key, ...keysOf(member)]);
}

test.each([
  ['the segment', poison],
  ['annotations', `"annotations":{${poison}"kept":1},`],
  ['metadata', `"metadata":{${poison}"kept":{${poison}"deep":[{${poison}"deeper":1}]}},`],
  ['aws', `"aws":{${poison}"kept":{${poison}"deep":1},"ec2":{${poison}"kept":1}},`],
  ['service', `"service":{${poison}"version":"1"},`],
  ['http', `"http":{${poison}"request":{${poison}"method":"GET"}},`],
  ['cause', `"cause":{${poison}"exceptions":[{${poison}"id":"1","stack":[{${poison}"line":1}]}]},`],
  ['links', `"links":[{${poison}"trace_id":"1-581cf771-a006649127e371903a2de979","id":"53995c3f42cd8ad8"}],`],
  ['a subsegment', `"subsegments":[${documentText(poison)}],`],
])('keys that could pollute a prototype are stripped from %s', (_where, members) => {
  const [parsed] = parse(documentText(members));
  expect(parsed?.accepted).toBe(true);
  const keys = keysOf(parsed);
  expect(keys).not.toContain('__proto__');
  expect(keys).not.toContain('constructor');
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
});

test('a document is of its own members only, not of those its prototype would have', () => {
  const inherited = `{"__proto__":${documentText()}}`;
  expect(parse(inherited)).toMatchObject([{ accepted: false, code: 'MissingId' }]);
});
