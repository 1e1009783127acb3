import { expect, test } from 'vitest';
import { defaultRule, type Rule } from '../src/sampling/rule.js';
import { type SamplingTarget, SamplingTargets } from '../src/sampling/sampling-targets.js';

/** Numbers between 0 and 1 that are the same in every run. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

/** One SDK's state for one rule, as AWS's SDKs keep it: quota while it holds, else one borrowed a second, else the rate. */
class SimulatedSdk {
  readonly #id: string;
  readonly #rule: Rule;
  readonly #random: () => number;
  #target: SamplingTarget | undefined;
  #counts = { RequestCount: 0, SampledCount: 0, BorrowCount: 0 };
  #second = -1;
  #used = 0;

  constructor(number: number, rule: Rule, random: () => number) {
    this.#id = number.toString(16).padStart(24, '0');
    this.#rule = rule;
    this.#random = random;
  }

  sample(nowS: number): boolean {
    if (nowS !== this.#second) [this.#second, this.#used] = [nowS, 0];
    this.#counts.RequestCount++;
    const fresh = this.#target !== undefined && nowS <= this.#target.ReservoirQuotaTTL;
    const quota = fresh ? (this.#target?.ReservoirQuota ?? 0) : Math.min(1, this.#rule.ReservoirSize);
    if (this.#used < quota) {
      this.#used++;
      if (fresh) this.#counts.SampledCount++;
      else this.#counts.BorrowCount++;
      return true;
    }
    if (this.#random() >= (this.#target?.FixedRate ?? this.#rule.FixedRate)) return false;
    this.#counts.SampledCount++;
    return true;
  }

  report(targets: SamplingTargets, nowS: number): void {
    if (this.#counts.RequestCount === 0) return;
    this.#target = targets.report(this.#rule, { ClientID: this.#id, ...this.#counts }, nowS);
    this.#counts = { RequestCount: 0, SampledCount: 0, BorrowCount: 0 };
  }
}

const rules: readonly Rule[] = [
  { ...defaultRule(false), RuleName: 'small', ReservoirSize: 3, FixedRate: 0.02 },
  { ...defaultRule(false), RuleName: 'large', ReservoirSize: 500, FixedRate: 0.05 },
  { ...defaultRule(false), RuleName: 'reservoir-only', ReservoirSize: 50, FixedRate: 0 },
];

test.each(rules)('200 clients of the rule $RuleName sample its reservoir and its rate, no more', (rule) => {
  const random = randomNumbers(7);
  const targets = new SamplingTargets();
  const fleet = Array.from({ length: 200 }, (_, n) => new SimulatedSdk(n, rule, random));
  // Unequal and changing demand; after four minutes a quarter of the fleet is gone.
  const demand = (client: number, second: number): number => {
    if (second > 240 && client % 4 === 0) return 0;
    return Math.floor(random() * (2 + (client % 10)) * (1 + Math.floor(second / 100)));
  };
  let exceeded = 0;
  let [sampledInAll, expectedInAll] = [0, 0];
  for (let second = 0; second < 400; second++) {
    let [requests, sampled] = [0, 0];
    fleet.forEach((sdk, client) => {
      for (let n = demand(client, second); n > 0; n--) {
        requests++;
        if (sdk.sample(second)) sampled++;
      }
      if (second % 10 === client % 10) sdk.report(targets, second);
    });
    // Quotas have gone round twice by then.
    if (second < 30) continue;
    const beyond = Math.max(0, requests - rule.ReservoirSize);
    const mean = beyond * rule.FixedRate;
    const margin = 2.576 * Math.sqrt(beyond * rule.FixedRate * (1 - rule.FixedRate));
    if (sampled > rule.ReservoirSize + mean + margin) exceeded++;
    sampledInAll += sampled;
    expectedInAll += Math.min(requests, rule.ReservoirSize) + mean;
  }
  // The upper end of a 99 % interval is exceeded once in 200 seconds, by chance.
  expect(exceeded).toBeLessThanOrEqual(rule.FixedRate === 0 ? 0 : 370 * 0.03);
  // What clients hold and do not use in a second goes unused, as in X-Ray.
  expect(sampledInAll / expectedInAll).toBeGreaterThan(0.75);
  expect(sampledInAll / expectedInAll).toBeLessThan(1.02);
});

test('a thousand clients that report cost little', () => {
  const targets = new SamplingTargets();
  const rule = { ...defaultRule(false), ReservoirSize: 100 };
  const round = (nowS: number): number => {
    let quotas = 0;
    for (let client = 0; client < 1000; client++) {
      const ClientID = client.toString(16).padStart(24, '0');
      const counts = { RequestCount: 10 * (client % 7), SampledCount: 0, BorrowCount: 0 };
      quotas += targets.report(rule, { ClientID, ...counts }, nowS).ReservoirQuota;
    }
    return quotas;
  };
  round(0);
  round(10);
  expect(round(20)).toBe(100);
});
