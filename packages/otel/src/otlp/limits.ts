/** The shape of {@link otlpLimits}. */
export interface OtlpLimits {
  /** A request after decompression, in bytes. */
  readonly requestBytes: number;
  /** Spans of one request. One more refuses the request. */
  readonly spans: number;
  /** One span, in characters of its texts and eight for each of its other values, so that both content types weigh alike. A heavier one is refused alone. */
  readonly spanSize: number;
  /** Attributes, values, events, links and groups of spans in one request: what a few bytes of protobuf may unfold to. */
  readonly items: number;
  /** Levels of lists and maps inside an attribute. */
  readonly valueDepth: number;
  /** Frames kept of one exception's stack; the rest is counted. */
  readonly stackFrames: number;
  /** Exceptions kept of one span, causes included; the rest is counted. */
  readonly exceptions: number;
  /** Under `strict`: how long ago a span may have started, in seconds. */
  readonly strictSpanAgeS: number;
  /** Under `strict`: how far ahead of the clock a span may start, in seconds. */
  readonly strictSpanAheadS: number;
  /** Under `strict`: how far apart the starts in one request may be, in seconds. */
  readonly strictSpreadS: number;
}

/**
 * Every limit of OTLP in one place. Sizes, counts and times are those of the OTLP endpoint of AWS X-Ray; `items`, `valueDepth`,
 * `stackFrames` and `exceptions` are Radiograph's own and guard its memory.
 */
export const otlpLimits: OtlpLimits = {
  requestBytes: 5 * 1024 * 1024,
  spans: 10_000,
  spanSize: 200 * 1024,
  items: 500_000,
  valueDepth: 64,
  stackFrames: 50,
  exceptions: 20,
  strictSpanAgeS: 14 * 24 * 3600,
  strictSpanAheadS: 2 * 3600,
  strictSpreadS: 24 * 3600,
};
