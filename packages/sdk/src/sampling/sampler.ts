import type { SamplingRequest } from '@radiograph/protocol';

/** Whether a request is recorded, and by which rule. */
export interface SamplingDecision {
  readonly sampled: boolean;
  /** The rule's name, written into the document; left out where no named rule decided. */
  readonly rule?: string;
  /** Is told once, when the request has ended, whether it was a fault. Left out where nobody wants to know. */
  readonly onEnd?: (fault: boolean) => void;
}

/** Decides which requests are recorded. It is asked only when the caller has not decided already. */
export interface Sampler {
  /** Decides for one request, at once. */
  sample(request: SamplingRequest): SamplingDecision;
  /** Begins what goes on in the background, when a recorder takes it into use. It must not keep the process alive. */
  start?(): void;
  /** Gives back timers, when the recorder shuts down. */
  close?(): void;
}

const TAKE: SamplingDecision = { sampled: true };
const LEAVE: SamplingDecision = { sampled: false };

/** Records every request. */
export const sampleAll: Sampler = { sample: () => TAKE };

/** Records none. */
export const sampleNone: Sampler = { sample: () => LEAVE };
