import http from 'node:http';
import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import xray from 'aws-xray-sdk-core';
import type { Kind, Middleware, Tracing } from './tracing.js';

const require = createRequire(import.meta.url);

/** AWS's SDK in its automatic mode with its integrations, each where the work is its own. */
export function official(kind: Kind, sampled: boolean): Tracing {
  xray.setContextMissingStrategy('IGNORE_ERROR');
  xray.middleware.disableCentralizedSampling();
  const rate = sampled ? 1 : 0;
  xray.middleware.setSamplingRules({ version: 2, default: { fixed_target: 0, rate }, rules: [] });
  if (kind === 'http') xray.captureHTTPsGlobal(http);
  if (kind === 'fetch')
    (require('aws-xray-sdk-fetch') as { captureFetchGlobal(): void }).captureFetchGlobal();
  const { openSegment } = require('aws-xray-sdk-express') as { openSegment(name: string): Middleware };
  const open = openSegment('bench');
  return {
    request: (work) =>
      xray.getNamespace().runPromise(async () => {
        const segment = new xray.Segment('bench');
        if (!sampled) segment.notTraced = true;
        xray.setSegment(segment);
        await work();
        segment.close();
      }),
    aws: (client) => xray.captureAWSv3Client(client as never),
    // It has nothing for plain servers; what it does for Express needs nothing of Express.
    listener: (listener) => (request, response) => open(request, response, () => listener(request, response)),
    express: open,
    finish: () => sleep(100).then(() => undefined),
  };
}
