import type { LocalSamplingDocument, LocalSamplingRate, LocalSamplingRule } from '@radiograph/protocol';
import { SdkError } from '../sdk-error.js';

/** X-Ray's local sampling rules in their first version, where a rule names the host `service_name`. */
export interface SamplingRulesV1 {
  readonly version: 1;
  readonly default: LocalSamplingRate;
  readonly rules?: readonly (Omit<LocalSamplingRule, 'host'> & { readonly service_name: string })[];
}

/** X-Ray's local sampling rules, as all its SDKs read them. The first rule that matches decides, else `default`. */
export type SamplingRules = LocalSamplingDocument | SamplingRulesV1;

/** What applies when nobody says otherwise: the first request of every second, and five percent of the others. */
export const defaultRules: LocalSamplingDocument = { version: 2, default: { fixed_target: 1, rate: 0.05 } };

/**
 * Validates rules of version 1 or 2, and gives them in version 2. Members it does not know are ignored.
 *
 * @throws SdkError `sdk/invalid-sampling-rules`, naming the rule and what is wrong with it
 */
export function checkRules(rules: unknown): LocalSamplingDocument {
  if (!isObject(rules)) throw invalid('they are not an object');
  const { version, default: fallback, rules: list = [] } = rules;
  if (version !== 1 && version !== 2) throw invalid(`their version is ${show(version)}; write 1 or 2`);
  if (!isObject(fallback)) throw invalid(`they have no 'default' with 'fixed_target' and 'rate'`);
  for (const member of ['host', 'service_name', 'http_method', 'url_path']) {
    if (fallback[member] !== undefined)
      throw invalid(`'default' matches every request and must not have '${member}'`);
  }
  if (!Array.isArray(list)) throw invalid(`'rules' is not a list`);
  return {
    version: 2,
    default: checkRate(fallback, "'default'"),
    rules: list.map((rule, at) => checkRule(rule, at, version)),
  };
}

function checkRule(rule: unknown, at: number, version: 1 | 2): LocalSamplingRule {
  const where = `rule ${at + 1}`;
  if (!isObject(rule)) throw invalid(`${where} is not an object`);
  const [hostMember, otherMember] = version === 1 ? ['service_name', 'host'] : ['host', 'service_name'];
  if (rule[otherMember] !== undefined)
    throw invalid(`${where} has '${otherMember}'; version ${version} writes '${hostMember}'`);
  return {
    ...checkRate(rule, where),
    host: checkPattern(rule, hostMember, where),
    http_method: checkPattern(rule, 'http_method', where),
    url_path: checkPattern(rule, 'url_path', where),
  };
}

function checkPattern(rule: Record<string, unknown>, member: string, where: string): string {
  const pattern = rule[member];
  if (typeof pattern === 'string' && pattern !== '') return pattern;
  throw invalid(`${where} needs '${member}', a text with '*' and '?' as wildcards, but has ${show(pattern)}`);
}

function checkRate(source: Record<string, unknown>, where: string): LocalSamplingRate {
  const { fixed_target, rate } = source;
  if (typeof fixed_target !== 'number' || !Number.isInteger(fixed_target) || fixed_target < 0) {
    throw invalid(
      `the 'fixed_target' of ${where} is ${show(fixed_target)}; write a whole number of requests per second, 0 or more`,
    );
  }
  if (typeof rate !== 'number' || !(rate >= 0 && rate <= 1)) {
    throw invalid(`the 'rate' of ${where} is ${show(rate)}; write a share between 0 and 1`);
  }
  return { fixed_target, rate };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function show(value: unknown): string {
  return value === undefined ? 'none' : (JSON.stringify(value) ?? String(value)).slice(0, 100);
}

function invalid(what: string): SdkError {
  return new SdkError('sdk/invalid-sampling-rules', `the sampling rules cannot be used: ${what}`);
}
