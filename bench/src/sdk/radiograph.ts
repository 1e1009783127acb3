import { Recorder, type RecorderOptions } from '@radiograph/sdk';
import { type Contender, calls, metadata } from './request.js';

/** Radiograph's SDK as an application uses it: a segment run in its context, `capture` for every call. */
export async function radiograph(host: string, port: number, options: RecorderOptions): Promise<Contender> {
  const recorder = new Recorder({ service: 'bench', daemonAddress: `${host}:${port}`, ...options });
  const request = { request: { method: 'GET', url: 'http://localhost/cart' }, response: { status: 200 } };
  return {
    record: () =>
      recorder.segment('bench', async (segment) => {
        segment.setHttp(request);
        segment.annotate('tenant', 'acme');
        segment.annotate('attempt', 1);
        segment.addMetadata('detail', metadata);
        for (const call of calls) {
          const options = call.namespace === undefined ? {} : { namespace: call.namespace };
          await recorder.capture(call.name, options, async (subsegment) => {
            if (call.http !== undefined) subsegment.setHttp(call.http);
            if (call.sql !== undefined) subsegment.setSql(call.sql);
            if (call.aws !== undefined) subsegment.setAws(call.aws);
            subsegment.annotate('tenant', 'acme');
            subsegment.annotate('attempt', 1);
            subsegment.addMetadata('detail', metadata);
          });
        }
      }),
    finish: () => recorder.shutdown(),
  };
}
