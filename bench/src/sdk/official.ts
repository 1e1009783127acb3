import { setTimeout as sleep } from 'node:timers/promises';
import xray from 'aws-xray-sdk-core';
import { type Contender, calls, metadata } from './request.js';

/** AWS's SDK in its automatic mode, as its documentation has it. */
export async function official(sampled: boolean): Promise<Contender> {
  xray.setContextMissingStrategy('IGNORE_ERROR');
  const namespace = xray.getNamespace();
  return {
    record: () =>
      namespace.runPromise(async () => {
        const segment = new xray.Segment('bench');
        if (!sampled) segment.notTraced = true;
        xray.setSegment(segment);
        Object.assign(segment, {
          http: { request: { method: 'GET', url: 'http://localhost/cart' }, response: { status: 200 } },
        });
        describe(segment);
        for (const call of calls) {
          await xray.captureAsyncFunc(call.name, async (subsegment) => {
            if (subsegment === undefined) return;
            if (call.namespace !== undefined) subsegment.namespace = call.namespace;
            for (const block of ['http', 'sql', 'aws'] as const) {
              const data = call[block];
              if (data !== undefined) subsegment.addAttribute(block, data);
            }
            describe(subsegment);
            subsegment.close();
          });
        }
        segment.close();
      }),
    finish: () => sleep(100).then(() => undefined),
  };
}

function describe(entity: {
  addAnnotation(key: string, value: string | number): void;
  addMetadata(key: string, value: object): void;
}): void {
  entity.addAnnotation('tenant', 'acme');
  entity.addAnnotation('attempt', 1);
  entity.addMetadata('detail', metadata);
}
