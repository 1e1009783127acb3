import { SdkError } from '../sdk-error.js';

/** How much to record: `fixed_target` requests in every second, and of those beyond it the share `rate` (0 to 1). */
export interface SamplingRate {
  readonly fixed_target: number;
  readonly rate: number;
}

/** A rule of X-Ray's local rules file; patterns take `*` and `?`. Version 2 writes `host` where version 1 wrote `service_name`. */
export interface LocalSamplingRule extends SamplingRate {
  readonly description?: string;
  readonly host?: string;
  readonly service_name?: string;
  readonly http_method: string;
  readonly url_path: string;
}

/** X-Ray's local sampling rules, as all its SDKs read them. The first rule that matches decides, else `default`. */
export interface SamplingRules {
  readonly version: 1 | 2;
  readonly default: SamplingRate;
  readonly rules?: readonly LocalSamplingRule[];
}

/** A rule after validation. */
export interface CheckedRule extends SamplingRate {
  readonly host: string;
  readonly method: string;
  readonly path: string;
}

/** Rules after validation. */
export interface CheckedRules {
  readonly default: SamplingRate;
  readonly rules: readonly CheckedRule[];
}

/** What applies when nobody says otherwise: the first request of every second, and five percent of the others. */
export const defaultRules: CheckedRules = { default: { fixed_target: 1, rate: 0.05 }, rules: [] };

/**
 * Validates rules of version 1 or 2. Members it does not know are ignored.
 *
 * @throws SdkError `sdk/invalid-sampling-rules`, naming the rule and what is wrong with it
 */
export function checkRules(rules: unknown): CheckedRules {
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
    default: checkRate(fallback, "'default'"),
    rules: list.map((rule, at) => checkRule(rule, at, version)),
  };
}

function checkRule(rule: unknown, at: number, version: 1 | 2): CheckedRule {
  const where = `rule ${at + 1}`;
  if (!isObject(rule)) throw invalid(`${where} is not an object`);
  const [hostMember, otherMember] = version === 1 ? ['service_name', 'host'] : ['host', 'service_name'];
  if (rule[otherMember] !== undefined)
    throw invalid(`${where} has '${otherMember}'; version ${version} writes '${hostMember}'`);
  return {
    ...checkRate(rule, where),
    host: checkPattern(rule, hostMember, where),
    method: checkPattern(rule, 'http_method', where),
    path: checkPattern(rule, 'url_path', where),
  };
}

function checkPattern(rule: Record<string, unknown>, member: string, where: string): string {
  const pattern = rule[member];
  if (typeof pattern === 'string' && pattern !== '') return pattern;
  throw invalid(`${where} needs '${member}', a text with '*' and '?' as wildcards, but has ${show(pattern)}`);
}

function checkRate(source: Record<string, unknown>, where: string): SamplingRate {
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
