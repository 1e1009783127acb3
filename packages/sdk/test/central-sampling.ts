import type { SamplingRule } from '@radiograph/protocol';
import { ProblemLog } from '../src/logging/problem-log.js';
import { CentralSampler } from '../src/sampling/central-sampler.js';
import { LocalSampler } from '../src/sampling/local-sampler.js';
import type { SamplingService } from '../src/sampling/sampling-service.js';
import { FakeClock } from '../src/testing/index.js';
import { collectingLogger, type LogLine } from './recording.js';

type Members = Readonly<Record<string, unknown>>;

/** A central sampler beside a service in the same process, whose clock, chance and timers the test moves. */
export interface CentralSampling {
  readonly sampler: CentralSampler;
  readonly clock: FakeClock;
  readonly logged: LogLine[];
  /** What the service gives next. */
  records: readonly unknown[];
  answer: (body: Members) => unknown;
  /** Every body of statistics so far. */
  readonly bodies: Members[];
  /** How often the rules were asked for. */
  fetches: number;
  /** The timers that are set, by delay. */
  readonly timers: { readonly delayMs: number; readonly callback: () => void; cancelled: boolean }[];
  /** Fetches the rules, reports one request, and takes the given target for an answer; then the next second begins. */
  learn(...targets: readonly object[]): Promise<void>;
  /** Reports now, and gives the statistics that were sent. */
  reported(): Promise<readonly Members[]>;
}

export function central(
  records: readonly unknown[],
  options: { random?: () => number; now?: number } = {},
): CentralSampling {
  const clock = new FakeClock(options.now);
  const random = options.random ?? ((): number => 0.5);
  const logged: LogLine[] = [];
  const service: SamplingService = {
    rules: async () => {
      sampling.fetches++;
      return sampling.records;
    },
    targets: async (body) => {
      sampling.bodies.push(body as Members);
      return sampling.answer(body as Members);
    },
  };
  const sampling: CentralSampling = {
    sampler: new CentralSampler({
      service,
      fallback: new LocalSampler({ version: 2, default: { fixed_target: 0, rate: 0 } }, clock, random),
      clock,
      problems: new ProblemLog(collectingLogger(logged), 'debug'),
      random,
      schedule: (callback, delayMs) => {
        const timer = { delayMs, callback, cancelled: false };
        sampling.timers.push(timer);
        return () => {
          timer.cancelled = true;
        };
      },
    }),
    clock,
    logged,
    records,
    answer: () => ({ SamplingTargetDocuments: [] }),
    bodies: [],
    fetches: 0,
    timers: [],
    learn: async (...targets) => {
      await sampling.sampler.refreshRules();
      const before = sampling.answer;
      sampling.answer = () => ({ SamplingTargetDocuments: targets });
      sampling.sampler.sample({});
      await sampling.sampler.refreshTargets();
      sampling.answer = before;
      sampling.clock.advance(1);
      sampling.bodies.length = 0;
    },
    reported: async () => {
      sampling.clock.advance(10);
      await sampling.sampler.refreshTargets();
      return (sampling.bodies.at(-1)?.['SamplingStatisticsDocuments'] ?? []) as Members[];
    },
  };
  return sampling;
}

/** A record of a rule that matches everything and records nothing, but for the given members. */
export function rule(
  RuleName: string,
  members: Partial<SamplingRule> = {},
): { readonly SamplingRule: SamplingRule; readonly CreatedAt: number; readonly ModifiedAt: number } {
  const patterns = { ServiceName: '*', ServiceType: '*', Host: '*', HTTPMethod: '*', URLPath: '*' };
  const numbers = { Priority: 5, FixedRate: 0, ReservoirSize: 0, Version: 1 };
  const SamplingRule = { RuleName, ...patterns, ResourceARN: '*', ...numbers, Attributes: {}, ...members };
  return { SamplingRule, CreatedAt: 0, ModifiedAt: 0 };
}

/** The service's answer for a rule. */
export function target(RuleName: string, members: object = {}): object {
  return { RuleName, FixedRate: 0, ...members };
}
