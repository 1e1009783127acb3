/** What a sampler may decide by. What is not known is left out, and a rule that asks for it then matches. */
export interface SamplingRequest {
  /** The segment's name. */
  readonly service: string;
  /** The request's `Host` header. */
  readonly host?: string | undefined;
  readonly method?: string | undefined;
  /** The URL's path; a query is ignored. */
  readonly path?: string | undefined;
  /** What the service runs on, such as `AWS::ECS::Container`. */
  readonly origin?: string | undefined;
}

/** Whether a request is recorded, and by which rule. */
export interface SamplingDecision {
  readonly sampled: boolean;
  /** The rule's name, written into the document; left out where no named rule decided. */
  readonly rule?: string;
}

/** Decides which requests are recorded. It is asked only when the caller has not decided already. */
export interface Sampler {
  /** Decides for one request, at once. */
  sample(request: SamplingRequest): SamplingDecision;
  /** Gives back timers, when the recorder shuts down. */
  close?(): void;
}

const TAKE: SamplingDecision = { sampled: true };
const LEAVE: SamplingDecision = { sampled: false };

/** Records every request. */
export const sampleAll: Sampler = { sample: () => TAKE };

/** Records none. */
export const sampleNone: Sampler = { sample: () => LEAVE };
