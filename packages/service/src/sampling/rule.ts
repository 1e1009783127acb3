import { arnPrefix } from '../settings/arn.js';

/** A sampling rule as it is stored and as it travels, with every member that AWS's SDKs look for. */
export interface Rule {
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
  readonly Version: 1;
  /** Must be there even when empty: without it AWS's SDKs ignore the rule. */
  readonly Attributes: Readonly<Record<string, string>>;
  readonly SamplingRateBoost?: { readonly MaxRate: number; readonly CooldownWindowMinutes: number };
}

/** A rule with its times, epoch seconds. */
export interface RuleRecord {
  readonly SamplingRule: Rule;
  readonly CreatedAt: number;
  readonly ModifiedAt: number;
}

/** The name of the rule that matches what no other does. */
export const defaultRuleName = 'Default';

/** The ARN of the rule of a name. */
export function ruleArn(name: string): string {
  return `${arnPrefix}sampling-rule/${name}`;
}

/**
 * The rule that matches what no other does. Where everything is sampled (a laptop) its rate is 1,
 * else X-Ray's own default: one request a second and 5 % of the rest.
 */
export function defaultRule(sampleEverything: boolean): Rule {
  return {
    RuleName: defaultRuleName,
    RuleARN: ruleArn(defaultRuleName),
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
