import type { Rule } from './rule.js';

/** How long a boost lasts, in seconds. X-Ray does not say; long enough for every client of a service to hear of it. */
const boostS = 60;
/** Sampled anomalies in one report that are enough to look at: with so many there is no boost, and a boost aims at them. */
const enough = 10;
/** Rules and services remembered together. */
const mostBoosts = 10_000;

interface Boost {
  readonly rate: number;
  readonly untilS: number;
  /** The end of the rule's window, before which there is no other. */
  readonly nextS: number;
}

/** What a client saw of anomalies among the requests of one service that matched a rule. */
export interface AnomalyReport {
  readonly ServiceName: string;
  readonly AnomalyCount: number;
  readonly SampledAnomalyCount: number;
}

/** A rate that takes the place of the rule's for a while, as the API tells it. */
export interface SamplingBoost {
  readonly BoostRate: number;
  /** Until when it holds, epoch seconds. */
  readonly BoostRateTTL: number;
}

/**
 * Raises the rate of a rule for a service that has anomalies of which too few are sampled: once in the rule's cooldown window, for a
 * minute, and never above the rule's `MaxRate`. Every client of the service that reports meanwhile is told the same.
 */
export class SamplingBoosts {
  // Insertion order is order of the last boost.
  readonly #boosts = new Map<string, Boost>();

  /** Takes a report on a rule, and gives the boost that holds now, where one does. `nowS` is in epoch seconds. */
  report(rule: Rule, report: AnomalyReport, nowS: number): SamplingBoost | undefined {
    if (rule.SamplingRateBoost === undefined) return undefined;
    const name = JSON.stringify([rule.RuleName, report.ServiceName]);
    const boost = this.#boosts.get(name);
    if (boost !== undefined && nowS < boost.untilS) return told(boost, rule.SamplingRateBoost.MaxRate);
    if (boost !== undefined && nowS < boost.nextS) return undefined;
    const next = newBoost(rule, report, Math.floor(nowS));
    if (next === undefined) return undefined;
    this.#boosts.delete(name);
    this.#boosts.set(name, next);
    const [oldest] = this.#boosts.keys();
    if (this.#boosts.size > mostBoosts && oldest !== undefined) this.#boosts.delete(oldest);
    return told(next, rule.SamplingRateBoost.MaxRate);
  }
}

/** The fewer the anomalies, the higher the rate that catches enough of them. */
function newBoost(
  { FixedRate, SamplingRateBoost }: Rule,
  { AnomalyCount, SampledAnomalyCount }: AnomalyReport,
  nowS: number,
): Boost | undefined {
  if (SamplingRateBoost === undefined || SampledAnomalyCount >= Math.min(enough, AnomalyCount))
    return undefined;
  const { MaxRate, CooldownWindowMinutes } = SamplingRateBoost;
  const rate = Math.min(MaxRate, enough / AnomalyCount);
  // A rate below the usual one is no boost.
  if (rate <= FixedRate) return undefined;
  return { rate, untilS: nowS + boostS, nextS: nowS + Math.max(boostS, CooldownWindowMinutes * 60) };
}

/** The rule may have changed since. */
function told({ rate, untilS }: Boost, maxRate: number): SamplingBoost {
  return { BoostRate: Math.min(rate, maxRate), BoostRateTTL: untilS };
}
