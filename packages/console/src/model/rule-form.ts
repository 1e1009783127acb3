import { matchesRule, type SamplingRequest, type SamplingRule } from '@radiograph/protocol';
import { countText, shareText } from './quantity.js';

/** The members of a rule that are written as text in its form. */
export const RULE_FIELDS = [
  ['RuleName', 'Name', 32],
  ['Priority', 'Priority', 4],
  ['ReservoirSize', 'Reservoir, requests a second', 9],
  ['FixedRate', 'Rate beyond it, %', 7],
  ['ServiceName', 'Service', 64],
  ['ServiceType', 'Service type', 64],
  ['Host', 'Host', 64],
  ['HTTPMethod', 'Method', 10],
  ['URLPath', 'URL path', 128],
  ['ResourceARN', 'Resource ARN', 500],
] as const;

/** The name of a member that a form has a field for. */
export type RuleField = (typeof RULE_FIELDS)[number][0];

/** A rule as it is being written. */
export type RuleDraft = Readonly<Record<RuleField, string>>;

/** A draft that matches everything, one request a second and 5 % beyond, as AWS begins. */
export const NEW_RULE: RuleDraft = {
  RuleName: '',
  Priority: '1000',
  ReservoirSize: '1',
  FixedRate: '5',
  ServiceName: '*',
  ServiceType: '*',
  Host: '*',
  HTTPMethod: '*',
  URLPath: '*',
  ResourceARN: '*',
};

/** A rule as a draft to change. */
export function draftOf(rule: SamplingRule): RuleDraft {
  return {
    ...NEW_RULE,
    RuleName: rule.RuleName ?? '',
    Priority: String(rule.Priority),
    ReservoirSize: String(rule.ReservoirSize),
    FixedRate: String(Number((rule.FixedRate * 100).toFixed(4))),
    ServiceName: rule.ServiceName,
    ServiceType: rule.ServiceType,
    Host: rule.Host,
    HTTPMethod: rule.HTTPMethod,
    URLPath: rule.URLPath,
    ResourceARN: rule.ResourceARN,
  };
}

/** What is wrong with a draft, by field; nothing where it can be saved. */
export function draftProblems(draft: RuleDraft): Partial<Readonly<Record<RuleField, string>>> {
  const problems: Partial<Record<RuleField, string>> = {};
  for (const [field, , longest] of RULE_FIELDS) {
    const value = draft[field].trim();
    if (value === '') problems[field] = 'Write something here; * matches everything.';
    else if (value.length > longest) problems[field] = `At most ${longest} characters.`;
  }
  if (draft.RuleName.trim() === '') problems.RuleName = 'Give the rule a name.';
  const isDefault = draft.RuleName.trim() === 'Default';
  if (!isDefault && !isWhole(draft.Priority, 1, 9_999)) problems.Priority = 'A whole number from 1 to 9999.';
  if (!isWhole(draft.ReservoirSize, 0, 1_000_000_000)) problems.ReservoirSize = 'A whole number, 0 or more.';
  const rate = Number(draft.FixedRate.trim() || Number.NaN);
  if (!(rate >= 0 && rate <= 100)) problems.FixedRate = 'A number from 0 to 100.';
  return problems;
}

/** The rule that a draft without problems stands for; what its form has no field for stays as it was. */
export function ruleOf(draft: RuleDraft, before?: SamplingRule): SamplingRule {
  return {
    RuleName: draft.RuleName.trim(),
    Priority: Number(draft.Priority),
    ReservoirSize: Number(draft.ReservoirSize),
    FixedRate: Number((Number(draft.FixedRate) / 100).toFixed(6)),
    ServiceName: draft.ServiceName.trim(),
    ServiceType: draft.ServiceType.trim(),
    Host: draft.Host.trim(),
    HTTPMethod: draft.HTTPMethod.trim(),
    URLPath: draft.URLPath.trim(),
    ResourceARN: draft.ResourceARN.trim(),
    Version: 1,
    Attributes: before?.Attributes ?? {},
  };
}

/** The first rule that a request matches, of rules in the order in which they are tried. */
export function firstMatch<Report extends { readonly rule: SamplingRule }>(
  reports: readonly Report[],
  request: SamplingRequest,
): Report | undefined {
  return reports.find(({ rule }) => matchesRule(rule, request));
}

/** What a rule does, in words: `the first 1 a second, then 5 %`. */
export function rateWords({ ReservoirSize, FixedRate }: SamplingRule): string {
  if (FixedRate === 1) return 'every request';
  const beyond = FixedRate === 0 ? 'no more' : shareText(FixedRate);
  if (ReservoirSize === 0) return FixedRate === 0 ? 'no request' : `${shareText(FixedRate)} of all requests`;
  return `the first ${countText(ReservoirSize)} a second, then ${beyond}`;
}

function isWhole(text: string, least: number, most: number): boolean {
  const value = Number(text.trim() || Number.NaN);
  return Number.isInteger(value) && value >= least && value <= most;
}
