import type { SamplingRule } from '@radiograph/protocol';
import { call } from './call.js';
import { finite, list, members, text, type Unknown } from './reading.js';

/** A sampling rule with its name, and what SDKs did by it in the last hour. */
export interface RuleReport {
  readonly name: string;
  readonly rule: SamplingRule;
  readonly requests: number;
  readonly sampled: number;
  /** Requests in each of 30 parts of the last hour. */
  readonly counts: readonly number[];
}

const PARTS = 30;
const HOUR_S = 3_600;

/** Every rule in the order in which they are tried, with what was sampled by it. */
export async function fetchRules(nowS: number, signal?: AbortSignal): Promise<readonly RuleReport[]> {
  const [rules, statistics] = await Promise.all([
    call('/GetSamplingRules', {}, signal),
    call('/SamplingStatisticSummaries', {}, signal),
  ]);
  return readRules(rules, statistics, nowS);
}

/** X-Ray's answers as reports, the lowest priority first and names deciding ties, as SDKs try them. */
export function readRules(rules: unknown, statistics: unknown, nowS: number): readonly RuleReport[] {
  const windows = list(members(statistics)['SamplingStatisticSummaries']).map(members);
  return list(members(rules)['SamplingRuleRecords'])
    .map((record) => readRule(members(members(record)['SamplingRule'])))
    .map((rule) => reportOf(rule, windows, nowS))
    .sort((one, other) => one.rule.Priority - other.rule.Priority || (one.name < other.name ? -1 : 1));
}

/** Makes a rule. */
export async function createRule(rule: SamplingRule): Promise<void> {
  await call('/CreateSamplingRule', { SamplingRule: rule });
}

/** Changes a rule. Of the rule `Default` only rate and reservoir can change. */
export async function updateRule({ Version: _, ...rule }: SamplingRule): Promise<void> {
  const { RuleName, FixedRate, ReservoirSize } = rule;
  const update = RuleName === 'Default' ? { RuleName, FixedRate, ReservoirSize } : rule;
  await call('/UpdateSamplingRule', { SamplingRuleUpdate: update });
}

/** Deletes a rule. */
export async function deleteRule(name: string): Promise<void> {
  await call('/DeleteSamplingRule', { RuleName: name });
}

function readRule(wire: Unknown): SamplingRule {
  const pattern = (name: string): string => text(wire[name]) ?? '*';
  return {
    RuleName: text(wire['RuleName']) ?? '',
    ResourceARN: pattern('ResourceARN'),
    Priority: finite(wire['Priority']) ?? 10_000,
    FixedRate: finite(wire['FixedRate']) ?? 0,
    ReservoirSize: finite(wire['ReservoirSize']) ?? 0,
    ServiceName: pattern('ServiceName'),
    ServiceType: pattern('ServiceType'),
    Host: pattern('Host'),
    HTTPMethod: pattern('HTTPMethod'),
    URLPath: pattern('URLPath'),
    Version: 1,
    Attributes: readAttributes(wire['Attributes']),
  };
}

function readAttributes(value: unknown): Readonly<Record<string, string>> {
  const entries = Object.entries(members(value)).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return Object.fromEntries(entries);
}

function reportOf(rule: SamplingRule, windows: readonly Unknown[], nowS: number): RuleReport {
  const name = rule.RuleName ?? '';
  const counts = new Array<number>(PARTS).fill(0);
  let requests = 0;
  let sampled = 0;
  for (const window of windows) {
    if (window['RuleName'] !== name) continue;
    const count = finite(window['RequestCount']) ?? 0;
    requests += count;
    sampled += (finite(window['SampledCount']) ?? 0) + (finite(window['BorrowCount']) ?? 0);
    const age = nowS - (finite(window['Timestamp']) ?? 0);
    const part = PARTS - 1 - Math.floor((age / HOUR_S) * PARTS);
    if (part >= 0 && part < PARTS) counts[part] = (counts[part] ?? 0) + count;
  }
  return { name, rule, requests, sampled, counts };
}
