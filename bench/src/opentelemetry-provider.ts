import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BatchSpanProcessor,
  NodeTracerProvider,
} from '@opentelemetry/sdk-trace-node';

/** OpenTelemetry's SDK as its documentation has it, registered: a batch processor, and OTLP in its binary form over HTTP. */
export function openTelemetryProvider(url: string, sampled: boolean): NodeTracerProvider {
  // In a loop there is always another batch: with the usual bounds it would lose spans, or end the process.
  const exporter = new OTLPTraceExporter({ url, concurrencyLimit: 10_000 });
  const processor = new BatchSpanProcessor(exporter, { maxQueueSize: 100_000 });
  const provider = new NodeTracerProvider({
    sampler: sampled ? new AlwaysOnSampler() : new AlwaysOffSampler(),
    spanProcessors: [processor],
  });
  provider.register();
  return provider;
}
