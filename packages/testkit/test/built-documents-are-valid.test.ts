import { cleanDocument, parseDocuments } from '@radiograph/protocol';
import { expect, test } from 'vitest';
import { documentBytes, independentSubsegment, segment, subsegment } from '../src/index.js';

test('built documents are accepted as they are', () => {
  const parent = segment({ subsegments: [subsegment({ subsegments: [subsegment()] })] });
  for (const document of [parent, segment({ in_progress: true }), independentSubsegment(parent.id)]) {
    expect(cleanDocument(document)).toEqual({ accepted: true, document });
    expect(parseDocuments(documentBytes(document), { maxBytes: 65_536 })).toEqual([
      { accepted: true, document },
    ]);
  }
});

test('what is given is used, and times follow the start', () => {
  expect(segment({ name: 'cart', start_time: 10 })).toMatchObject({
    name: 'cart',
    start_time: 10,
    end_time: 10.2,
  });
  expect(segment({ start_time: 10, end_time: 11 })).toMatchObject({ end_time: 11 });
  expect(subsegment({ in_progress: true })).not.toHaveProperty('end_time');
  expect(
    independentSubsegment('53995c3f42cd8ad8', { trace_id: '1-581cf771-a006649127e371903a2de970' }),
  ).toMatchObject({
    type: 'subsegment',
    parent_id: '53995c3f42cd8ad8',
    trace_id: '1-581cf771-a006649127e371903a2de970',
  });
});

test('ids differ', () => {
  expect(
    new Set([segment().id, segment().id, subsegment().id, independentSubsegment('53995c3f42cd8ad8').id]).size,
  ).toBe(4);
});
