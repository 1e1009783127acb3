import type { SamplingRequest } from '@radiograph/protocol';

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
