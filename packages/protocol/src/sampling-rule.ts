/**
 * A sampling rule of the service: which requests it is for, and how many of them are recorded. Patterns take `*` and `?` and
 * have no case. Member names and bounds are those of X-Ray's API.
 */
export interface SamplingRule {
  /** Up to 32 characters; a rule has a name, an ARN or both. */
  readonly RuleName?: string;
  readonly RuleARN?: string;
  readonly ResourceARN: string;
  /** 1 to 9999, the lowest first; 10000 on the rule `Default`. */
  readonly Priority: number;
  /** The share recorded beyond the reservoir, 0 to 1. */
  readonly FixedRate: number;
  /** How many requests a second are recorded at first, over all instances together. */
  readonly ReservoirSize: number;
  readonly ServiceName: string;
  readonly ServiceType: string;
  readonly Host: string;
  readonly HTTPMethod: string;
  readonly URLPath: string;
  /** Always 1. */
  readonly Version: number;
  /** Patterns by attribute key, at most 5, all of which must hold. AWS's SDKs pass over a rule that has any, or no member at all. */
  readonly Attributes?: Readonly<Record<string, string>>;
  readonly SamplingRateBoost?: SamplingRateBoost;
}

/** How far a rule's rate may rise while something is wrong. */
export interface SamplingRateBoost {
  /** 0 to 1. */
  readonly MaxRate: number;
  readonly CooldownWindowMinutes: number;
}

/** A rule as the service keeps it; times in epoch seconds. */
export interface SamplingRuleRecord {
  readonly SamplingRule: SamplingRule;
  readonly CreatedAt: number;
  readonly ModifiedAt: number;
}

/** Sampling rules that an application brings itself: AWS's local JSON document, version 2. The first rule that matches counts. */
export interface LocalSamplingDocument {
  readonly version: 2;
  readonly default: LocalSamplingRate;
  readonly rules?: readonly LocalSamplingRule[];
}

/** How many requests a local rule records. */
export interface LocalSamplingRate {
  /** Requests recorded each second before `rate` counts, per process. */
  readonly fixed_target: number;
  /** The share recorded beyond, 0 to 1. */
  readonly rate: number;
}

/** One local rule; its patterns take `*` and `?` and have no case. */
export interface LocalSamplingRule extends LocalSamplingRate {
  readonly description?: string;
  readonly host: string;
  readonly http_method: string;
  readonly url_path: string;
}
