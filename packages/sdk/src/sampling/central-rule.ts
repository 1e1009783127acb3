import type { SamplingRule } from '@radiograph/protocol';
import type { Clock } from '../segment/clock.js';
import type { BoostStatisticsDocument, StatisticsDocument, Target } from './central-wire.js';
import { FaultTally } from './fault-tally.js';
import { Reservoir } from './reservoir.js';
import type { SamplingDecision } from './sampler.js';

/** What a rule has to say to the service. */
export interface RuleReport {
  readonly rule: CentralRule;
  readonly statistics: StatisticsDocument;
  readonly boost: readonly BoostStatisticsDocument[];
}

const LEAVE: SamplingDecision = { sampled: false };
const DEFAULT_INTERVAL_S = 10;

/**
 * One rule of the service in this process. At first, and whenever its quota has expired, it *borrows* one request a
 * second; with a quota it takes so many a second; beyond, the fixed rate decides. It counts all of this for the service.
 */
export class CentralRule {
  readonly name: string;
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #reservoir: Reservoir;
  readonly #borrowing: Reservoir;
  readonly #take: SamplingDecision;
  readonly #faults: FaultTally;
  #rule: SamplingRule;
  #rate: number;
  #requests = 0;
  #sampled = 0;
  #borrowed = 0;
  #quota: number | undefined;
  #quotaUntil = Number.NEGATIVE_INFINITY;
  #boostRate = 0;
  #boostUntil = Number.NEGATIVE_INFINITY;
  #intervalS = DEFAULT_INTERVAL_S;
  #answeredAt = Number.NEGATIVE_INFINITY;

  constructor(rule: SamplingRule & { readonly RuleName: string }, clock: Clock, random: () => number) {
    this.name = rule.RuleName;
    this.#clock = clock;
    this.#random = random;
    this.#reservoir = new Reservoir(clock);
    this.#borrowing = new Reservoir(clock);
    this.#take = { sampled: true, rule: rule.RuleName };
    this.#faults = new FaultTally(rule.RuleName);
    this.#rule = rule;
    this.#rate = rule.FixedRate;
  }

  /** The rule as the service gave it last. */
  get rule(): SamplingRule {
    return this.#rule;
  }

  /** Takes the rule's new members; its counts and its quota stay. */
  update(rule: SamplingRule): void {
    this.#rule = rule;
    this.#rate = rule.FixedRate;
  }

  /** Decides for a request that the rule matches. */
  decide(serviceName: string | undefined): SamplingDecision {
    this.#requests++;
    const sampled = this.#takes();
    if (this.#rule.SamplingRateBoost !== undefined)
      return this.#faults.watched(serviceName ?? 'unknown', sampled);
    return sampled ? this.#take : LEAVE;
  }

  #takes(): boolean {
    const now = this.#clock.now();
    if (this.#quota === undefined || now > this.#quotaUntil) {
      if (this.#rule.ReservoirSize > 0 && this.#borrowing.take(1)) {
        this.#borrowed++;
        return true;
      }
    } else if (this.#reservoir.take(this.#quota)) {
      this.#sampled++;
      return true;
    }
    if (this.#random() >= this.#rateAt(now)) return false;
    this.#sampled++;
    return true;
  }

  #rateAt(now: number): number {
    return now < this.#boostUntil ? Math.max(this.#rate, this.#boostRate) : this.#rate;
  }

  /** What the rule has to say, when it is due and has something to say; its counts begin anew. */
  report(clientId: string): RuleReport | undefined {
    const now = this.#clock.now();
    if (this.#requests === 0 || now < this.#answeredAt + this.#intervalS) return undefined;
    const Timestamp = Math.floor(now);
    const statistics = {
      RuleName: this.name,
      ClientID: clientId,
      Timestamp,
      RequestCount: this.#requests,
      SampledCount: this.#sampled,
      BorrowCount: this.#borrowed,
    };
    this.#requests = 0;
    this.#sampled = 0;
    this.#borrowed = 0;
    return { rule: this, statistics, boost: this.#faults.report(Timestamp) };
  }

  /** Counts again what a report said that the service did not hear. */
  restore(statistics: StatisticsDocument): void {
    this.#requests += statistics.RequestCount;
    this.#sampled += statistics.SampledCount;
    this.#borrowed += statistics.BorrowCount;
  }

  /** Counts again how requests of one service ended, which the service did not hear. */
  restoreFaults(document: BoostStatisticsDocument): void {
    this.#faults.restore(document);
  }

  /** Takes the service's answer; what it leaves out keeps its value. */
  apply(target: Target): void {
    this.#rate = target.FixedRate;
    if (target.ReservoirQuota !== undefined) this.#quota = target.ReservoirQuota;
    if (target.ReservoirQuotaTTL !== undefined) this.#quotaUntil = target.ReservoirQuotaTTL;
    if (target.Interval !== undefined) this.#intervalS = target.Interval;
    if (target.SamplingBoost !== undefined) {
      const { BoostRate, BoostRateTTL } = target.SamplingBoost;
      this.#boostRate = Math.min(BoostRate, this.#rule.SamplingRateBoost?.MaxRate ?? 0);
      this.#boostUntil = BoostRateTTL;
    }
    this.#answeredAt = this.#clock.now();
  }
}
