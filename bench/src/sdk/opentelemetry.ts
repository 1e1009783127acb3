import { type Attributes, type Span, SpanKind } from '@opentelemetry/api';
import { openTelemetryProvider } from '../opentelemetry-provider.js';
import { type Call, type Contender, calls, metadata } from './request.js';

const detail = JSON.stringify(metadata);

/** OpenTelemetry's SDK, told by hand what Radiograph's is told. */
export function opentelemetry(url: string, sampled: boolean): Contender {
  const provider = openTelemetryProvider(url, sampled);
  const tracer = provider.getTracer('bench');
  const answer = async (span: Span): Promise<void> => {
    span.setAttributes({
      'http.request.method': 'GET',
      'url.full': 'http://localhost/cart',
      'http.response.status_code': 200,
    });
    describe(span);
    for (const call of calls) {
      const kind = call.namespace === undefined ? SpanKind.INTERNAL : SpanKind.CLIENT;
      await tracer.startActiveSpan(call.name, { kind }, async (inner) => {
        inner.setAttributes(attributesOf(call));
        describe(inner);
        inner.end();
      });
    }
    span.end();
  };
  return {
    record: () => tracer.startActiveSpan('bench', { kind: SpanKind.SERVER }, answer),
    finish: () => provider.shutdown(),
  };
}

function describe(span: Span): void {
  span.setAttribute('tenant', 'acme');
  span.setAttribute('attempt', 1);
  span.setAttribute('detail', detail); // attributes hold no objects
}

/** What an instrumentation would set: the same facts under OpenTelemetry's names. */
function attributesOf({ http, sql, aws }: Call): Attributes {
  if (http !== undefined) {
    const { request, response } = http as {
      request: Record<string, string>;
      response: Record<string, number>;
    };
    return {
      'http.request.method': request['method'],
      'url.full': request['url'],
      'http.response.status_code': response['status'],
      'http.response.body.size': response['content_length'],
    };
  }
  if (sql !== undefined)
    return {
      'db.system.name': sql['database_type'],
      'db.query.text': sql['sanitized_query'],
      'server.address': sql['url'],
    };
  if (aws === undefined) return {};
  return {
    'rpc.method': aws['operation'],
    'aws.dynamodb.table_names': [aws['table_name'] ?? ''],
    'cloud.region': aws['region'],
  };
}
