import {
  encodeErrorResponse,
  encodeTraceResponse,
  type OtlpResponse,
  otlpLimits,
  type PartialSuccess,
  partialSuccess,
} from '@radiograph/otel/otlp';
import { limits, type Rejection } from '@radiograph/protocol';
import type { TraceStore } from '@radiograph/store';
import type { Gate } from '../access/gate.js';
import type { BodyBudget } from '../http/body-budget.js';
import type { Exchange } from '../http/exchange.js';
import { withBody } from '../http/read-body.js';
import type { HttpIntake } from '../own/http-intake.js';
import { ServiceError } from '../service-error.js';
import type { MappedExport } from './mapper-messages.js';
import type { SpanMapper } from './span-mapper.js';

/** Where OpenTelemetry's exporters send traces. */
export const otlpPath = '/v1/traces';

/** What taking OTLP needs. */
export interface OtlpParts {
  readonly store: TraceStore;
  readonly strict: boolean;
  readonly gate: Gate;
  /** Reads exports, on a thread of its own. */
  readonly mapper: SpanMapper;
  /** Counts the documents that spans became. */
  readonly intake: HttpIntake;
}

/**
 * Takes an export of OpenTelemetry traces: its spans as X-Ray documents, on disk when it answers. Spans that can be no document are
 * told in `partialSuccess`, and the others are taken.
 */
export async function answerOtlp(
  exchange: Exchange,
  parts: OtlpParts,
  budget: BodyBudget,
): Promise<Response> {
  await parts.gate.admit(exchange, 'write');
  const contentType = exchange.req.header('Content-Type');
  const partial = await withBody(exchange.env.incoming, otlpLimits.requestBytes, budget, (body) =>
    take(body, contentType, parts),
  );
  return send(exchange, 200, encodeTraceResponse(partial, contentType));
}

/** Answers a refused export in OTLP's own shape. */
export function refuseOtlp(exchange: Exchange, { detail }: ServiceError, status: number): Response {
  return send(exchange, status, encodeErrorResponse(status, detail, exchange.req.header('Content-Type')));
}

/** Refuses every method but `POST`. */
export function onlyPostOtlp(exchange: Exchange): never {
  exchange.header('Allow', 'POST');
  throw new ServiceError('service/wrong-method', `Send POST to ${otlpPath}.`);
}

async function take(
  body: Buffer,
  contentType: string | undefined,
  { store, strict, intake, mapper }: OtlpParts,
): Promise<PartialSuccess | undefined> {
  const mapped = await mapper.map(body, contentType, strict);
  intake.refuse(mapped.rejected.reasons);
  const flawed = partialSuccess(mapped.rejected);
  if (mapped.ends.length === 0) return flawed;
  // Not strict: OpenTelemetry's ids are random, and no time in them can be too old. The spans' own times were looked at.
  const verdicts = await store.append(documentsOf(mapped), {
    durability: 'fsync',
    maxDocumentBytes: limits.httpSegmentBytes,
  });
  intake.count(verdicts);
  return joined(
    flawed,
    verdicts.filter((verdict) => !verdict.accepted),
  );
}

function documentsOf({ bytes, ends }: MappedExport): readonly Uint8Array[] {
  let start = 0;
  return Array.from(ends, (end) => {
    const document = bytes.subarray(start, end);
    start = end;
    return document;
  });
}

function joined(
  flawed: PartialSuccess | undefined,
  refused: readonly Rejection[],
): PartialSuccess | undefined {
  const [first] = refused;
  if (first === undefined) return flawed;
  const refusal = `${first.code} (${refused.length}): ${first.message}`;
  return {
    rejectedSpans: (flawed?.rejectedSpans ?? 0) + refused.length,
    errorMessage: flawed === undefined ? refusal : `${flawed.errorMessage}. ${refusal}`,
  };
}

function send(exchange: Exchange, status: number, { contentType, body }: OtlpResponse): Response {
  return exchange.body(new Uint8Array(body), status as 200, { 'Content-Type': contentType });
}
