import type { SamplingRateBoost, SamplingRule } from '@radiograph/protocol';

/** What one process says of a rule: how many requests it matched, recorded and borrowed since it last said so. */
export interface StatisticsDocument {
  readonly RuleName: string;
  readonly ClientID: string;
  /** In whole epoch seconds, as the times below. */
  readonly Timestamp: number;
  readonly RequestCount: number;
  readonly SampledCount: number;
  readonly BorrowCount: number;
}

/** What one process says of a rule whose rate may rise: how many requests of a service ended in a fault. */
export interface BoostStatisticsDocument {
  readonly RuleName: string;
  readonly ServiceName: string;
  readonly Timestamp: number;
  readonly AnomalyCount: number;
  readonly TotalCount: number;
  readonly SampledAnomalyCount: number;
}

/** What the service answers for a rule; members that are left out keep their value. */
export interface Target {
  readonly RuleName: string;
  readonly FixedRate: number;
  readonly ReservoirQuota?: number;
  readonly ReservoirQuotaTTL?: number;
  readonly Interval?: number;
  readonly SamplingBoost?: { readonly BoostRate: number; readonly BoostRateTTL: number };
}

/** An answer of the service to statistics. */
export interface TargetsAnswer {
  readonly targets: readonly Target[];
  /** Rules whose statistics the service could not take, and why. */
  readonly unprocessed: readonly { readonly rule: string; readonly code: string }[];
  /** When any rule was last changed. */
  readonly lastModification: number | undefined;
  /** Targets that could not be understood. */
  readonly faulty: number;
}

type Members = Readonly<Record<string, unknown>>;

const PATTERNS = [
  'ServiceName',
  'ServiceType',
  'Host',
  'HTTPMethod',
  'URLPath',
  'ResourceARN',
] as const satisfies readonly (keyof SamplingRule)[];

/** The rule that matches what no other does; the service sends only its rate and its reservoir in earnest. */
export const DEFAULT_RULE: string = 'Default';

/** Reads a rule from an answer of the service; `undefined` where a member that it needs is missing or wrong. */
export function readRule(record: unknown): (SamplingRule & { readonly RuleName: string }) | undefined {
  const rule = members(members(record)?.['SamplingRule']);
  const name = rule?.['RuleName'];
  if (rule === undefined || typeof name !== 'string' || name === '' || rule['Version'] !== 1)
    return undefined;
  const FixedRate = share(rule['FixedRate']);
  const ReservoirSize = amount(rule['ReservoirSize']);
  const isDefault = name === DEFAULT_RULE;
  const Priority = isDefault ? Number.POSITIVE_INFINITY : amount(rule['Priority']);
  if (FixedRate === undefined || ReservoirSize === undefined || Priority === undefined) return undefined;
  const [ServiceName, ServiceType, Host, HTTPMethod, URLPath, ResourceARN] = PATTERNS.map((member) =>
    isDefault ? '*' : text(rule[member]),
  );
  if (ServiceName === undefined || ServiceType === undefined || Host === undefined) return undefined;
  if (HTTPMethod === undefined || URLPath === undefined || ResourceARN === undefined) return undefined;
  const patterns = { ServiceName, ServiceType, Host, HTTPMethod, URLPath, ResourceARN };
  const Attributes = isDefault ? {} : texts(rule['Attributes']);
  const boost = readBoost(rule['SamplingRateBoost']);
  return {
    RuleName: name,
    Version: 1,
    Priority,
    FixedRate,
    ReservoirSize,
    ...patterns,
    Attributes,
    ...(boost && { SamplingRateBoost: boost }),
  };
}

function readBoost(value: unknown): SamplingRateBoost | undefined {
  const boost = members(value);
  const MaxRate = share(boost?.['MaxRate']);
  if (MaxRate === undefined) return undefined;
  return { MaxRate, CooldownWindowMinutes: amount(boost?.['CooldownWindowMinutes']) ?? 0 };
}

/** Reads the answer to statistics; what is malformed in it is counted and left out. */
export function readTargets(answer: unknown): TargetsAnswer {
  const source = members(answer) ?? {};
  const documents = list(source['SamplingTargetDocuments']);
  const targets = documents.map(readTarget).filter((target) => target !== undefined);
  const unprocessed = list(source['UnprocessedStatistics']).flatMap((item) => {
    const { RuleName, ErrorCode } = members(item) ?? {};
    return typeof RuleName === 'string' && typeof ErrorCode === 'string'
      ? [{ rule: RuleName, code: ErrorCode }]
      : [];
  });
  return {
    targets,
    unprocessed,
    lastModification: amount(source['LastRuleModification']),
    faulty: documents.length - targets.length,
  };
}

function readTarget(document: unknown): Target | undefined {
  const source = members(document);
  const RuleName = text(source?.['RuleName']);
  const FixedRate = share(source?.['FixedRate']);
  if (source === undefined || RuleName === undefined || FixedRate === undefined) return undefined;
  const ReservoirQuota = amount(source['ReservoirQuota']);
  const ReservoirQuotaTTL = amount(source['ReservoirQuotaTTL']);
  const Interval = amount(source['Interval']);
  const boost = members(source['SamplingBoost']);
  const BoostRate = share(boost?.['BoostRate']);
  const BoostRateTTL = amount(boost?.['BoostRateTTL']);
  return {
    RuleName,
    FixedRate,
    ...(ReservoirQuota !== undefined && { ReservoirQuota }),
    ...(ReservoirQuotaTTL !== undefined && { ReservoirQuotaTTL }),
    ...(Interval !== undefined && { Interval }),
    ...(BoostRate !== undefined &&
      BoostRateTTL !== undefined && { SamplingBoost: { BoostRate, BoostRateTTL } }),
  };
}

/** The value as an object whose members are not to be trusted. */
export function members(value: unknown): Members | undefined {
  return typeof value === 'object' && value !== null ? (value as Members) : undefined;
}

/** The value as a list; an empty one where it is none. */
export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function amount(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined;
}

function share(value: unknown): number | undefined {
  const number = amount(value);
  return number !== undefined && number <= 1 ? number : undefined;
}

function texts(value: unknown): Record<string, string> {
  const entries = Object.entries(members(value) ?? {});
  return Object.fromEntries(
    entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
