import { invalidMember, show } from '../http/members.js';
import { ServiceError } from '../service-error.js';
import type { Kept, Shelf } from '../settings/shelf.js';
import { defaultRuleName, type Rule, type RuleRecord, ruleArn } from './rule.js';

/** X-Ray's own limit of rules besides `Default`. SDKs report on all rules in one request of at most this many documents. */
const mostRules = 25;

/** By which a request names a rule: one of the two. */
export interface RuleSelection {
  readonly RuleName?: string;
  readonly RuleARN?: string;
}

/** What can be changed of a rule. */
export type RuleContent = Partial<Omit<Rule, 'RuleName' | 'RuleARN' | 'Version'>>;

/** When the rules last changed, as it is stored. */
export interface RulesChange {
  readonly AtS: number;
}

/** What the rules are kept in, and what else they go by. */
export interface SamplingRulesParts {
  readonly rules: Shelf<RuleRecord>;
  readonly changes: Shelf<RulesChange>;
  /** `Default` as long as nobody has changed it. */
  readonly defaultRule: Rule;
  /** The clock, epoch seconds. */
  nowS(): number;
}

/** The sampling rules that SDKs fetch, `Default` always among them. Errors are ServiceErrors with X-Ray's codes. */
export class SamplingRules {
  readonly #parts: SamplingRulesParts;
  readonly #startedAtS: number;

  constructor(parts: SamplingRulesParts) {
    this.#parts = parts;
    this.#startedAtS = Math.floor(parts.nowS());
  }

  /** Every rule in the order in which they are tried: by priority, then name. */
  async list(): Promise<readonly RuleRecord[]> {
    return this.#listed(await this.#parts.rules.all());
  }

  /** When a rule last changed, epoch seconds; SDKs whose rules are older fetch them anew. */
  async lastModifiedS(): Promise<number> {
    const stored = (await this.#parts.changes.get('rules'))?.value.AtS ?? 0;
    // `Default` may differ from that of the last run, so a start counts as a change.
    return Math.max(stored, this.#startedAtS);
  }

  /** The rule must be checked by schema already. */
  create(rule: Rule): Promise<RuleRecord> {
    return this.#parts.rules.change(async (all) => {
      if (all.has(rule.RuleName) || rule.RuleName === defaultRuleName)
        throw invalidMember(
          `A sampling rule named ${show(rule.RuleName)} already exists; update it instead.`,
        );
      const ofUsers = [...all.keys()].filter((name) => name !== defaultRuleName).length;
      if (ofUsers >= mostRules)
        throw new ServiceError(
          'service/rule-limit',
          `There are ${mostRules} sampling rules already; delete one first.`,
        );
      const nowS = Math.floor(this.#parts.nowS());
      return this.#write(all, { SamplingRule: rule, CreatedAt: nowS, ModifiedAt: nowS });
    });
  }

  update(selection: RuleSelection, content: RuleContent): Promise<RuleRecord> {
    return this.#parts.rules.change(async (all) => {
      const record = found(this.#listed(all), selection);
      if (record.SamplingRule.RuleName === defaultRuleName) checkDefaultChange(content);
      const nowS = Math.floor(this.#parts.nowS());
      return this.#write(all, {
        SamplingRule: { ...record.SamplingRule, ...content },
        CreatedAt: record.CreatedAt,
        ModifiedAt: nowS,
      });
    });
  }

  /** Gives the rule that is gone. */
  delete(selection: RuleSelection): Promise<RuleRecord> {
    return this.#parts.rules.change(async (all) => {
      const record = found(this.#listed(all), selection);
      const { RuleName } = record.SamplingRule;
      if (RuleName === defaultRuleName) throw invalidMember('The sampling rule Default cannot be deleted.');
      const done = await this.#parts.rules.delete(RuleName, all.get(RuleName)?.revision ?? 0);
      if (!done) throw changedMeanwhile(RuleName);
      await this.#noteChange();
      return record;
    });
  }

  #listed(all: ReadonlyMap<string, Kept<RuleRecord>>): readonly RuleRecord[] {
    const ofUsers = [...all.values()]
      .map(({ value }) => value)
      .filter(({ SamplingRule }) => SamplingRule.RuleName !== defaultRuleName);
    const records = [...ofUsers, this.#defaultRecord(all.get(defaultRuleName)?.value)];
    return records.sort(({ SamplingRule: a }, { SamplingRule: b }) =>
      a.Priority === b.Priority ? (a.RuleName < b.RuleName ? -1 : 1) : a.Priority - b.Priority,
    );
  }

  /** `Default` has been there from the beginning of time. */
  #defaultRecord(stored: RuleRecord | undefined): RuleRecord {
    const { defaultRule } = this.#parts;
    if (stored === undefined)
      return { SamplingRule: defaultRule, CreatedAt: 0, ModifiedAt: this.#startedAtS };
    const { FixedRate, ReservoirSize } = stored.SamplingRule;
    return {
      SamplingRule: { ...defaultRule, FixedRate, ReservoirSize },
      CreatedAt: 0,
      ModifiedAt: stored.ModifiedAt,
    };
  }

  async #write(all: ReadonlyMap<string, Kept<RuleRecord>>, record: RuleRecord): Promise<RuleRecord> {
    const { RuleName } = record.SamplingRule;
    const over = all.get(RuleName)?.revision ?? 0;
    if (!(await this.#parts.rules.put(RuleName, record, over))) throw changedMeanwhile(RuleName);
    await this.#noteChange();
    return record;
  }

  /** In the second after: an SDK that fetched in this very second may have the rules of before. */
  async #noteChange(): Promise<void> {
    const { changes, nowS } = this.#parts;
    await changes.change(async (all) => {
      const kept = all.get('rules');
      const AtS = Math.max(kept?.value.AtS ?? 0, Math.floor(nowS()) + 1);
      // Where another process was faster it has noted the same second.
      await changes.put('rules', { AtS }, kept?.revision ?? 0);
    });
  }
}

function found(records: readonly RuleRecord[], { RuleName, RuleARN }: RuleSelection): RuleRecord {
  if ((RuleName === undefined) === (RuleARN === undefined))
    throw invalidMember('Name the sampling rule by RuleName or by RuleARN, by one of them.');
  const arn = RuleARN ?? ruleArn(RuleName ?? '');
  const record = records.find(({ SamplingRule }) => SamplingRule.RuleARN === arn);
  if (record === undefined)
    throw invalidMember(
      `There is no sampling rule ${show(RuleName ?? RuleARN)}; GetSamplingRules lists them.`,
    );
  return record;
}

function checkDefaultChange(content: RuleContent): void {
  const fixed = Object.keys(content).find((member) => member !== 'FixedRate' && member !== 'ReservoirSize');
  if (fixed !== undefined)
    throw invalidMember(
      `${fixed} of the sampling rule Default is fixed; change FixedRate and ReservoirSize.`,
    );
}

function changedMeanwhile(name: string): Error {
  return invalidMember(`The sampling rule ${show(name)} was changed at the same time; get it and try again.`);
}
