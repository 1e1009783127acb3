import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cleanDocument } from '../src/index.js';

const golden = join(import.meta.dirname, 'golden', 'accepted-as-sent.json');
const cases = JSON.parse(readFileSync(golden, 'utf8')) as readonly {
  readonly name: string;
  readonly input: object;
}[];

test.each(cases)('a clean document is not copied: $name', ({ input }) => {
  expect(cleanDocument(input)).toEqual({ accepted: true, document: input });
  const parsed = cleanDocument(input);
  expect(parsed.accepted && parsed.document).toBe(input);
});

test('only the way to what is cleaned is copied', () => {
  const request = { request: { method: 'GET' } };
  const times = { start_time: 1, end_time: 2 };
  const input = {
    id: '70de5b6f19ff9a0a',
    name: 'shop',
    trace_id: '1-581cf771-a006649127e371903a2de979',
    ...times,
    metadata: { kept: { a: [1] } },
    aws: { kept: { b: 1 }, ec2: { instance_id: 'i-1' } },
    subsegments: [
      { id: '53995c3f42cd8ad8', name: 'kept', ...times },
      { id: '53995c3f42cd8ad9', name: 'cleaned', ...times, unknown: 1, http: request },
    ],
  };
  const parsed = cleanDocument(input);
  const document = parsed.accepted ? parsed.document : undefined;
  expect(document).not.toBe(input);
  expect(document?.metadata).toBe(input.metadata);
  expect(document?.aws).toBe(input.aws);
  expect(document?.subsegments?.[0]).toBe(input.subsegments[0]);
  expect(document?.subsegments?.[1]).not.toBe(input.subsegments[1]);
  expect(document?.subsegments?.[1]?.http).toBe(request);
});
