/** The shape of {@link limits}. Sizes in bytes, times in seconds, texts in characters. */
export interface Limits {
  /** The largest payload of a UDP datagram over IPv4. */
  readonly datagramBytes: number;
  /** A document by UDP and, under `--strict`, by HTTP: X-Ray's own limit. */
  readonly segmentBytes: number;
  /** A document by HTTP by default. */
  readonly httpSegmentBytes: number;
  /** A segment's name. */
  readonly nameCharacters: number;
  /** A subsegment's name. */
  readonly subsegmentNameCharacters: number;
  /** Other strings, in indexes; the document keeps them whole. */
  readonly stringCharacters: number;
  /** An annotation's key, in indexes. */
  readonly annotationKeyCharacters: number;
  /** An annotation's string value, in indexes. */
  readonly annotationValueCharacters: number;
  /** Annotations of one trace that X-Ray indexes. */
  readonly indexedAnnotations: number;
  /** Levels of subsegments, and levels of JSON inside `aws`, `service` and `metadata`. */
  readonly nestingDepth: number;
  /** The documents of one trace together, under `--strict`. */
  readonly strictTraceBytes: number;
  /** Services of one map under `--strict`. */
  readonly strictGraphNodes: number;
  /** How old a trace id may be under `--strict`. */
  readonly strictTraceAgeS: number;
  /** How far ahead of the clock a trace id may be under `--strict`. */
  readonly strictTraceAheadS: number;
  /** A time above this is milliseconds taken for seconds. */
  readonly latestTimeS: number;
}

/** Every limit of the wire in one place: AWS X-Ray's own, and Radiograph's more generous defaults beside them. */
export const limits: Limits = {
  datagramBytes: 65_507,
  segmentBytes: 64 * 1024,
  httpSegmentBytes: 1024 * 1024,
  nameCharacters: 200,
  subsegmentNameCharacters: 250,
  stringCharacters: 250,
  annotationKeyCharacters: 500,
  annotationValueCharacters: 1000,
  indexedAnnotations: 50,
  nestingDepth: 256,
  strictTraceBytes: 500 * 1024,
  strictGraphNodes: 10_000,
  strictTraceAgeS: 30 * 24 * 3600,
  strictTraceAheadS: 300,
  latestTimeS: 1e11,
};
