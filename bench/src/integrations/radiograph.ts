import { configure, defaultRecorder, segment } from '@radiograph/sdk';
import { aws } from '@radiograph/sdk/aws';
import { express } from '@radiograph/sdk/express';
import { captureFetch } from '@radiograph/sdk/fetch';
import { captureHttp, handler } from '@radiograph/sdk/http';
import type { Kind, Tracing } from './tracing.js';

/** Radiograph's integrations, each where the work is its own; AWS's daemon takes `one` document a datagram, its own several. */
export function radiograph(kind: Kind, sampled: boolean, datagrams: 'one' | 'lines'): Tracing {
  configure({ service: 'bench', sampling: sampled ? 'all' : 'none', datagrams });
  if (kind === 'http') captureHttp();
  if (kind === 'fetch') captureFetch();
  return {
    request: (work) => segment('bench', work),
    aws: (client) => aws(client as never),
    listener: (listener) => handler('bench', listener),
    express: express('bench'),
    finish: () => defaultRecorder().shutdown(),
  };
}
