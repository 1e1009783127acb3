import {
  type LocalSamplingDocument,
  type LocalSamplingRate,
  type LocalSamplingRule,
  matchesLocalRule,
  type SamplingRequest,
} from '@radiograph/protocol';
import type { Clock } from '../segment/clock.js';
import { Reservoir } from './reservoir.js';
import type { Sampler, SamplingDecision } from './sampler.js';

const TAKE: SamplingDecision = { sampled: true };
const LEAVE: SamplingDecision = { sampled: false };

/** Decides by local rules: the first that matches grants its reservoir, then its rate. */
export class LocalSampler implements Sampler {
  readonly #rules: readonly { readonly rule: LocalSamplingRule; readonly budget: Budget }[];
  readonly #default: Budget;

  /** @param random gives numbers from 0 up to, not including, 1 */
  constructor(rules: LocalSamplingDocument, clock: Clock, random: () => number = Math.random) {
    this.#rules = (rules.rules ?? []).map((rule) => ({ rule, budget: new Budget(rule, clock, random) }));
    this.#default = new Budget(rules.default, clock, random);
  }

  sample(request: SamplingRequest): SamplingDecision {
    for (const { rule, budget } of this.#rules) if (matchesLocalRule(rule, request)) return budget.decide();
    return this.#default.decide();
  }
}

class Budget {
  readonly #reservoir: Reservoir;
  readonly #rate: LocalSamplingRate;
  readonly #random: () => number;

  constructor(rate: LocalSamplingRate, clock: Clock, random: () => number) {
    this.#reservoir = new Reservoir(clock);
    this.#rate = rate;
    this.#random = random;
  }

  decide(): SamplingDecision {
    const { fixed_target, rate } = this.#rate;
    return this.#reservoir.take(fixed_target) || this.#random() < rate ? TAKE : LEAVE;
  }
}
