import { expect, test } from 'vitest';
import { only, record } from './recording.js';

const TRACE = '1-5759e988-bd862e3fe1be46a994272793';
const SENDER = '53995c3f42cd8ad8';

test('segments and subsegments link to what has to do with them, by ids or by a header', () => {
  const { recorder, traces } = record();
  recorder.segment('worker', (segment) => {
    segment.addLink({ traceId: TRACE, id: SENDER, attributes: { position: 1 } });
    recorder.capture('message', (subsegment) =>
      subsegment.addLink(`Root=${TRACE};Parent=${SENDER};Sampled=0;Lineage=a:1`),
    );
  });
  expect(only(traces)).toMatchObject({
    links: [{ trace_id: TRACE, id: SENDER, attributes: { position: 1 } }],
    subsegments: [{ name: 'message', links: [{ trace_id: TRACE, id: SENDER }] }],
  });
});

test('a link that names nothing is left out, and so is the twenty-first, with one line of log', () => {
  const { recorder, traces, logged } = record();
  const odd = [
    undefined,
    7,
    '',
    'Root=1',
    `Root=${TRACE}`,
    { traceId: TRACE, id: 'x' },
    { traceId: 'x', id: SENDER },
  ];
  recorder.segment('worker', (segment) => {
    for (const link of odd) segment.addLink(link as never);
    for (let i = 0; i < 25; i++) segment.addLink({ traceId: TRACE, id: SENDER });
  });
  expect(only(traces).links).toHaveLength(20);
  expect(logged.map(({ code }) => code)).toEqual(['sdk/link-refused']);
});

test('a request that is not sampled takes links and keeps none', () => {
  const { recorder, traces } = record({ sampling: 'none' });
  recorder.segment('worker', (segment) => {
    segment.addLink({ traceId: TRACE, id: SENDER });
    recorder.capture('message', (subsegment) => subsegment.addLink('nonsense'));
  });
  expect(traces.documents).toEqual([]);
});

test('a segment names the resource it is about, and rules see it', () => {
  const asked: unknown[] = [];
  const { recorder, traces } = record({
    sampling: {
      sample: ({ resourceArn }) => {
        asked.push(resourceArn);
        return { sampled: true };
      },
    },
  });
  const resourceArn = 'arn:aws:lambda:eu-west-1:123456789012:function:cart';
  recorder.segment('cart', { resourceArn }, () => {});
  expect(only(traces)).toMatchObject({ resource_arn: resourceArn });
  expect(asked).toEqual([resourceArn]);
});
