import { matchesRule, type SamplingRequest } from '@radiograph/protocol';
import { outside } from '../context/outside.js';
import type { ProblemLog } from '../logging/problem-log.js';
import type { Clock } from '../segment/clock.js';
import { randomHex } from '../segment/ids.js';
import { CentralRule, type RuleReport } from './central-rule.js';
import { type BoostStatisticsDocument, readRule, readTargets } from './central-wire.js';
import type { Sampler, SamplingDecision } from './sampler.js';
import type { SamplingService } from './sampling-service.js';

/** What a central sampler works with; all but the service can be replaced to make it repeatable. */
export interface CentralSamplerParts {
  readonly service: SamplingService;
  /** Decides until the rules are there, and again when they are out of date. */
  readonly fallback: Sampler;
  readonly clock: Clock;
  readonly problems: ProblemLog;
  /** Gives numbers from 0 up to, not including, 1. */
  readonly random?: () => number;
  /** Calls back after so many milliseconds, and gives what calls that off. */
  readonly schedule?: (callback: () => void, delayMs: number) => () => void;
}

const RULES_EVERY_S = 300;
const RULES_JITTER_S = 5;
const RULES_LAST_S = 3600;
const TARGETS_EVERY_S = 10.1;
const TARGETS_JITTER_S = 0.1;
/** X-Ray takes no more statistics in one call. */
const MAX_STATISTICS = 25;

/**
 * Decides by the rules of the service, which it asks for in the background, never in a request: the rules every five
 * minutes, and every ten seconds what share of them this process may take. Rules older than an hour are not used.
 */
export class CentralSampler implements Sampler {
  readonly #parts: CentralSamplerParts;
  readonly #random: () => number;
  readonly #clientId = randomHex(24);
  /** In the order in which they are tried. */
  #rules: readonly CentralRule[] = [];
  #freshUntil = Number.NEGATIVE_INFINITY;
  #fetchedAt = Number.NEGATIVE_INFINITY;
  #lastModification: number | undefined;
  #failures = 0;
  #cancelRules: (() => void) | undefined;
  #cancelTargets: (() => void) | undefined;
  #closed = false;

  constructor(parts: CentralSamplerParts) {
    this.#parts = parts;
    this.#random = parts.random ?? Math.random;
  }

  sample(request: SamplingRequest): SamplingDecision {
    if (this.#parts.clock.now() <= this.#freshUntil) {
      for (const rule of this.#rules)
        if (matchesRule(rule.rule, request)) return rule.decide(request.serviceName);
    }
    return this.#parts.fallback.sample(request);
  }

  start(): void {
    if (this.#cancelRules !== undefined || this.#closed) return;
    // Outside of any request: this goes on after the one in which a recorder is first needed.
    outside(() => {
      this.#scheduleRules(0);
      this.#scheduleTargets();
    });
  }

  close(): void {
    this.#closed = true;
    this.#cancelRules?.();
    this.#cancelTargets?.();
  }

  /** Gets the rules now. Never rejects: when the service cannot be reached, the rules stay as they are. */
  async refreshRules(): Promise<void> {
    const { service, clock, problems } = this.#parts;
    const now = clock.now();
    try {
      const records = await service.rules();
      const faulty = this.#takeRules(records);
      this.#fetchedAt = now;
      this.#freshUntil = now + RULES_LAST_S;
      this.#failures = 0;
      if (faulty > 0)
        problems.report('sdk/sampling-answer-ignored', `${faulty} sampling rules could not be understood`);
    } catch (error) {
      if (this.#failures++ === 0)
        problems.info('the sampling rules cannot be fetched; those known so far, or local ones, decide', {
          error,
        });
    }
  }

  /** Gives the number of records that could not be understood; rules that are not among the others go. */
  #takeRules(records: readonly unknown[]): number {
    const known = new Map(this.#rules.map((rule) => [rule.name, rule]));
    const next = new Map<string, CentralRule>();
    let faulty = 0;
    for (const record of records) {
      const rule = readRule(record);
      if (rule === undefined) {
        faulty++;
        continue;
      }
      const { clock } = this.#parts;
      const current = known.get(rule.RuleName) ?? new CentralRule(rule, clock, this.#random);
      current.update(rule);
      next.set(rule.RuleName, current);
    }
    this.#rules = [...next.values()].sort(byPriority);
    return faulty;
  }

  /** Reports what is due and takes the answers. Never rejects; what the service did not hear is reported next time. */
  async refreshTargets(): Promise<void> {
    const due = this.#rules
      .map((rule) => rule.report(this.#clientId))
      .filter((report) => report !== undefined);
    let rulesChanged = false;
    for (let from = 0; from < due.length; from += MAX_STATISTICS)
      rulesChanged = (await this.#report(due.slice(from, from + MAX_STATISTICS))) || rulesChanged;
    if (rulesChanged) await this.refreshRules();
  }

  /** Tells whether the rules have to be fetched again. */
  async #report(reports: readonly RuleReport[]): Promise<boolean> {
    const { service, problems } = this.#parts;
    const boost = reports.flatMap((report) => report.boost);
    // What does not fit is counted again, for the next report.
    restoreFaults(reports, boost.splice(MAX_STATISTICS));
    try {
      const answer = await service.targets({
        SamplingStatisticsDocuments: reports.map(({ statistics }) => statistics),
        ...(boost.length > 0 && { SamplingBoostStatisticsDocuments: boost }),
      });
      return this.#takeTargets(reports, answer);
    } catch (error) {
      for (const { rule, statistics } of reports) rule.restore(statistics);
      restoreFaults(reports, boost);
      problems.info('the sampling targets cannot be fetched', { error });
      return false;
    }
  }

  #takeTargets(reports: readonly RuleReport[], answer: unknown): boolean {
    const { targets, unprocessed, lastModification, faulty } = readTargets(answer);
    const rules = new Map(this.#rules.map((rule) => [rule.name, rule]));
    const strange = targets.filter((target) => !rules.has(target.RuleName));
    for (const target of targets) rules.get(target.RuleName)?.apply(target);
    if (faulty + strange.length > 0)
      this.#parts.problems.report(
        'sdk/sampling-answer-ignored',
        `${faulty + strange.length} sampling targets could not be understood, or were for no known rule`,
      );
    const refused = unprocessed.filter(({ code }) => !isTransient(code));
    for (const { rule, code } of unprocessed) if (isTransient(code)) restore(reports, rule);
    return this.#isNewer(lastModification) || refused.length > 0;
  }

  /** The service's clock may differ from ours: after the first answer only a change of its time counts. */
  #isNewer(modification: number | undefined): boolean {
    if (modification === undefined) return false;
    const last = this.#lastModification;
    this.#lastModification = modification;
    return last === undefined ? modification >= this.#fetchedAt : modification !== last;
  }

  #scheduleRules(delayS: number): void {
    if (this.#closed) return;
    this.#cancelRules = this.#schedule(async () => {
      await this.refreshRules();
      this.#scheduleRules(this.#nextRulesS());
    }, delayS);
  }

  /** A daemon that was not there, as on a laptop where it is started last, is asked again soon. */
  #nextRulesS(): number {
    if (this.#failures > 0) return Math.min(2 ** (this.#failures - 1), 60) * (1 - 0.1 * this.#random());
    return RULES_EVERY_S - RULES_JITTER_S * this.#random();
  }

  #scheduleTargets(): void {
    if (this.#closed) return;
    this.#cancelTargets = this.#schedule(
      async () => {
        await this.refreshTargets();
        this.#scheduleTargets();
      },
      TARGETS_EVERY_S - TARGETS_JITTER_S * this.#random(),
    );
  }

  #schedule(callback: () => Promise<void>, delayS: number): () => void {
    const { schedule = afterDelay } = this.#parts;
    return schedule(() => void callback(), delayS * 1000);
  }
}

function byPriority(a: CentralRule, b: CentralRule): number {
  if (a.rule.Priority !== b.rule.Priority) return a.rule.Priority < b.rule.Priority ? -1 : 1;
  return a.name < b.name ? -1 : 1;
}

/** Errors of the service itself go away; others say that the rule is not what it was. */
function isTransient(code: string): boolean {
  return code.startsWith('5') || /throttl|internal|unavailable/i.test(code);
}

function restore(reports: readonly RuleReport[], name: string): void {
  for (const { rule, statistics } of reports) if (rule.name === name) rule.restore(statistics);
}

function restoreFaults(reports: readonly RuleReport[], documents: readonly BoostStatisticsDocument[]): void {
  for (const document of documents)
    reports.find(({ rule }) => rule.name === document.RuleName)?.rule.restoreFaults(document);
}

function afterDelay(callback: () => void, delayMs: number): () => void {
  const timer = setTimeout(callback, delayMs).unref();
  return () => clearTimeout(timer);
}
