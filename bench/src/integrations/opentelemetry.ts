import { SpanKind } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { type Instrumentation, registerInstrumentations } from '@opentelemetry/instrumentation';
import { AwsInstrumentation } from '@opentelemetry/instrumentation-aws-sdk';
import { ExpressInstrumentation } from '@opentelemetry/instrumentation-express';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BatchSpanProcessor,
  NodeTracerProvider,
} from '@opentelemetry/sdk-trace-node';
import type { Kind, Tracing } from './tracing.js';

/** What each kind of work needs, and no more: less than what its users mostly load. */
const instrumentations: Readonly<Record<Kind, () => Instrumentation[]>> = {
  http: () => [new HttpInstrumentation()],
  fetch: () => [new UndiciInstrumentation()],
  dynamodb: () => [new AwsInstrumentation()],
  incoming: () => [new HttpInstrumentation()],
  express: () => [new HttpInstrumentation(), new ExpressInstrumentation()],
};

/** OpenTelemetry's SDK with its instrumentations: a batch processor, and OTLP in its binary form over HTTP. */
export function opentelemetry(kind: Kind, url: string, sampled: boolean): Tracing {
  // In a loop there is always another batch: with the usual bounds it would lose spans, or end the process.
  const exporter = new OTLPTraceExporter({ url, concurrencyLimit: 10_000 });
  const processor = new BatchSpanProcessor(exporter, { maxQueueSize: 100_000 });
  const provider = new NodeTracerProvider({
    sampler: sampled ? new AlwaysOnSampler() : new AlwaysOffSampler(),
    spanProcessors: [processor],
  });
  provider.register();
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
