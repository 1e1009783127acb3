import { SpanKind } from '@opentelemetry/api';
import { type Instrumentation, registerInstrumentations } from '@opentelemetry/instrumentation';
import { AwsInstrumentation } from '@opentelemetry/instrumentation-aws-sdk';
import { ExpressInstrumentation } from '@opentelemetry/instrumentation-express';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import { openTelemetryProvider } from '../opentelemetry-provider.js';
import type { Kind, Tracing } from './tracing.js';

/** What each kind of work needs, and no more: less than what its users mostly load. */
const instrumentations: Readonly<Record<Kind, () => Instrumentation[]>> = {
  http: () => [new HttpInstrumentation()],
  fetch: () => [new UndiciInstrumentation()],
  dynamodb: () => [new AwsInstrumentation()],
  incoming: () => [new HttpInstrumentation()],
  express: () => [new HttpInstrumentation(), new ExpressInstrumentation()],
};

/** OpenTelemetry's SDK with its instrumentations. */
export function opentelemetry(kind: Kind, url: string, sampled: boolean): Tracing {
  const provider = openTelemetryProvider(url, sampled);
  registerInstrumentations({ instrumentations: instrumentations[kind]() });
  const tracer = provider.getTracer('bench');
  return {
    request: (work) =>
      tracer.startActiveSpan('bench', { kind: SpanKind.SERVER }, async (span) => {
        await work();
        span.end();
      }),
    aws: (client) => client,
    listener: (listener) => listener,
    express: undefined,
    finish: () => provider.shutdown(),
  };
}
