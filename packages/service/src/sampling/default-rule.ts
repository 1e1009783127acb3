/** A sampling rule as it travels. */
export interface SamplingRule {
  readonly RuleName: string;
  readonly RuleARN: string;
  readonly ResourceARN: string;
  readonly Priority: number;
  readonly FixedRate: number;
  readonly ReservoirSize: number;
  readonly ServiceName: string;
  readonly ServiceType: string;
  readonly Host: string;
  readonly HTTPMethod: string;
  readonly URLPath: string;
  readonly Version: number;
  /** Must be there even when empty: without it AWS's SDKs ignore the rule. */
  readonly Attributes: Readonly<Record<string, string>>;
}

/**
 * The rule that matches what no other does. Where everything is sampled (a laptop) its rate is 1,
 * else X-Ray's own default: one request a second and 5 % of the rest.
 */
export function defaultRule(sampleEverything: boolean): SamplingRule {
  return {
    RuleName: 'Default',
    RuleARN: 'arn:aws:xray:local:000000000000:sampling-rule/Default',
    ResourceARN: '*',
    // Beyond the 9,999 that other rules may have.
    Priority: 10_000,
    FixedRate: sampleEverything ? 1 : 0.05,
    ReservoirSize: 1,
    ServiceName: '*',
    ServiceType: '*',
    Host: '*',
    HTTPMethod: '*',
    URLPath: '*',
    Version: 1,
    Attributes: {},
  };
}
