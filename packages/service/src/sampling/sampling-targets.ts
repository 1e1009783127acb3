import { QuotaLedger, quotaHoldsS } from './quota-ledger.js';
import type { Rule } from './rule.js';
import { SamplingBoosts } from './sampling-boosts.js';
import { SamplingStatistics } from './sampling-statistics.js';

/** SDKs report again after this many seconds. */
const intervalS = 10;

/** What a client says it has sampled by one rule since it last said so. */
export interface SamplingReport {
  readonly ClientID: string;
  readonly RequestCount: number;
  readonly SampledCount: number;
  readonly BorrowCount: number;
}

/** What a client may sample by one rule from now on, as the API tells it. */
export interface SamplingTarget {
  readonly RuleName: string;
  readonly FixedRate: number;
  /** Requests a second. */
  readonly ReservoirQuota: number;
  /** Until when the quota holds, epoch seconds. */
  readonly ReservoirQuotaTTL: number;
  /** Seconds until the next report. */
  readonly Interval: number;
}

/** Turns what clients report into what each may sample next, so that all together keep each rule's reservoir. */
export class SamplingTargets {
  readonly statistics: SamplingStatistics = new SamplingStatistics();
  readonly boosts: SamplingBoosts = new SamplingBoosts();
  readonly #quotas = new QuotaLedger();

  /** Takes one report on a rule. `nowS` is in epoch seconds. */
  report(rule: Rule, report: SamplingReport, nowS: number): SamplingTarget {
    const { RuleName, FixedRate, ReservoirSize } = rule;
    const { ClientID, RequestCount, SampledCount, BorrowCount } = report;
    this.statistics.add({ RuleName, RequestCount, BorrowCount, SampledCount }, nowS);
    const wholeS = Math.floor(nowS);
    return {
      RuleName,
      FixedRate,
      ReservoirQuota: this.#quotas.share({
        ruleName: RuleName,
        clientId: ClientID.toLowerCase(),
        requests: RequestCount,
        reservoirSize: ReservoirSize,
        nowS: wholeS,
      }),
      ReservoirQuotaTTL: wholeS + quotaHoldsS,
      Interval: intervalS,
    };
  }

  /** Forgets clients of rules that are gone. */
  keepRules(names: ReadonlySet<string>): void {
    this.#quotas.keepRules(names);
  }
}
