import { join } from 'node:path';
import { startFunction } from '@radiograph/testkit/lambda';
import { expect, it, onTestFinished } from 'vitest';
import { listenUdp } from '../../packages/sdk/test/udp-receiver.js';
import { outline, TRACE, TRACE_ID } from '../rig/lambda/lambda-rig.js';

const SENDER = { trace_id: '1-6759e988-bd862e3fe1be46a994272793', id: '63995c3f42cd8ad8' };
const header = `Root=${SENDER.trace_id};Parent=${SENDER.id};Sampled=1`;

it('orders of a batch are subsegments, linked to their senders, with what they came to', async () => {
  const daemon = await listenUdp();
  onTestFinished(() => daemon.close());
  const running = await startFunction({
    folder: join(import.meta.dirname, '../../examples/lambda/dist'),
    handler: 'main.main',
    daemonAddress: daemon.address,
  });
  onTestFinished(() => running.stop());
  const body = JSON.stringify({
    customer: 'al',
    items: [
      { sku: 'mug', cents: 900 },
      { sku: 'sofa', cents: 99_100 },
    ],
  });
  const answer = await running.invoke({
    event: { Records: [{ messageId: 'm1', body, attributes: { AWSTraceHeader: header } }] },
    trace: TRACE,
  });
  expect(answer).toEqual({ kind: 'response', body: '100000' });
  const subsegment = { type: 'subsegment', trace_id: TRACE_ID };
  expect(outline(await daemon.received(3))).toEqual([
    { ...subsegment, name: 'price', in: 'order', annotations: { cents: 100_000 } },
    {
      ...subsegment,
      name: 'order',
      in: 'main.main',
      annotations: { customer: 'al' },
      metadata: { sqs: { message_id: 'm1' } },
      links: [SENDER],
    },
    {
      ...subsegment,
      name: 'main.main',
      in: 'facade',
      annotations: { ColdStart: true, Service: 'orders' },
      links: [SENDER],
    },
  ]);
});
