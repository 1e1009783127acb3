import {
  decodeTraceRequest,
  encodeErrorResponse,
  encodeTraceResponse,
  mapSpans,
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

/** Where OpenTelemetry's exporters send traces. */
export const otlpPath = '/v1/traces';

const encoder = new TextEncoder();

/** What taking OTLP needs. */
export interface OtlpParts {
  readonly store: TraceStore;
  readonly strict: boolean;
  readonly gate: Gate;
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
  { store, strict, intake }: OtlpParts,
): Promise<PartialSuccess | undefined> {
  const { documents, rejected } = mapSpans(decodeTraceRequest(body, contentType), { strict });
  intake.refuse(rejected.reasons);
  const flawed = partialSuccess(rejected);
  if (documents.length === 0) return flawed;
  const verdicts = await store.append(
    documents.map((document) => encoder.encode(JSON.stringify(document))),
    { durability: 'fsync', maxDocumentBytes: limits.httpSegmentBytes, strict },
  );
  intake.count(verdicts);
  return joined(
    flawed,
    verdicts.filter((verdict) => !verdict.accepted),
  );
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
