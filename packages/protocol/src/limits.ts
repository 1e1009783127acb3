/**
 * Every limit of the wire in one place. Sizes in bytes, times in seconds.
 * `strict` figures are AWS X-Ray's own; the others are Radiograph's more generous defaults.
 */
export const limits: Readonly<Limits> = {
  /** The largest UDP payload IPv4 carries. */
  datagramBytes: 65_507,
  /** A document by UDP or, under `--strict`, by HTTP. */
  segmentBytes: 64 * 1024,
  /** A document by HTTP by default. */
  httpSegmentBytes: 1024 * 1024,
  nameCharacters: 200,
  stringCharacters: 250,
  annotationKeyCharacters: 500,
  annotationValueCharacters: 1000,
  indexedAnnotations: 50,
  nestingDepth: 256,
  strictTraceAgeS: 30 * 24 * 3600,
  strictTraceAheadS: 300,
  /** `start_time` above this is milliseconds taken for seconds. */
  latestTimeS: 1e11,
};

/** The shape of {@link limits}. */
export interface Limits {
  readonly datagramBytes: number;
  readonly segmentBytes: number;
  readonly httpSegmentBytes: number;
  readonly nameCharacters: number;
  readonly stringCharacters: number;
  readonly annotationKeyCharacters: number;
  readonly annotationValueCharacters: number;
  readonly indexedAnnotations: number;
  readonly nestingDepth: number;
  readonly strictTraceAgeS: number;
  readonly strictTraceAheadS: number;
  readonly latestTimeS: number;
}
