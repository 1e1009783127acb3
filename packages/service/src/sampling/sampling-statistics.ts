/** The length of a window, in seconds. */
const windowS = 10;
/** How long windows are remembered, in seconds. */
const keptS = 3600;

/** What the SDKs sampled by one rule in one window, as the API gives it. */
export interface StatisticSummary {
  readonly RuleName: string;
  /** The start of the window, epoch seconds. */
  readonly Timestamp: number;
  readonly RequestCount: number;
  readonly BorrowCount: number;
  readonly SampledCount: number;
}

/** Remembers for an hour what SDKs report of their sampling, by rule and windows of ten seconds. In memory. */
export class SamplingStatistics {
  // Windows are made in the order of time, so the oldest come first.
  readonly #windows = new Map<number, Map<string, StatisticSummary>>();

  /** Adds one report to the window it came in. */
  add(report: Omit<StatisticSummary, 'Timestamp'>, nowS: number): void {
    const Timestamp = Math.floor(nowS / windowS) * windowS;
    const rules = this.#windows.get(Timestamp) ?? new Map<string, StatisticSummary>();
    this.#windows.set(Timestamp, rules);
    const before = rules.get(report.RuleName);
    rules.set(report.RuleName, {
      RuleName: report.RuleName,
      Timestamp,
      RequestCount: (before?.RequestCount ?? 0) + report.RequestCount,
      BorrowCount: (before?.BorrowCount ?? 0) + report.BorrowCount,
      SampledCount: (before?.SampledCount ?? 0) + report.SampledCount,
    });
    this.#forgetBefore(nowS - keptS);
  }

  /** Every window of the last hour, the newest first. */
  summaries(nowS: number): readonly StatisticSummary[] {
    this.#forgetBefore(nowS - keptS);
    return [...this.#windows.values()].reverse().flatMap((rules) => [...rules.values()]);
  }

  #forgetBefore(timeS: number): void {
    for (const at of this.#windows.keys()) if (at + windowS <= timeS) this.#windows.delete(at);
  }
}
