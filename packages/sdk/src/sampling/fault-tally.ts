import type { BoostStatisticsDocument } from './central-wire.js';
import type { SamplingDecision } from './sampler.js';

/** Services beyond are not told apart: a name that comes from requests must not fill the memory. */
const MAX_SERVICES = 25;

/** How requests of one service ended, with the two decisions that count them, so that a request allocates nothing. */
interface ServiceTally {
  readonly name: string;
  readonly take: SamplingDecision;
  readonly leave: SamplingDecision;
  total: number;
  faults: number;
  sampledFaults: number;
}

/** Counts how the requests of one rule end, recorded or not, so that the service can raise the rule's rate when something is wrong. */
export class FaultTally {
  readonly #rule: string;
  readonly #services: Map<string, ServiceTally> = new Map();

  constructor(rule: string) {
    this.#rule = rule;
  }

  /** A decision that has the end of its request counted. */
  watched(service: string, sampled: boolean): SamplingDecision {
    const tally = this.#tallyOf(service);
    return sampled ? tally.take : tally.leave;
  }

  /** What has been counted since the last report; the counts begin anew. */
  report(Timestamp: number): BoostStatisticsDocument[] {
    const documents: BoostStatisticsDocument[] = [];
    for (const tally of this.#services.values()) {
      if (tally.total === 0) continue;
      const { name, total, faults, sampledFaults } = tally;
      documents.push({
        RuleName: this.#rule,
        ServiceName: name,
        Timestamp,
        AnomalyCount: faults,
        TotalCount: total,
        SampledAnomalyCount: sampledFaults,
      });
      tally.total = 0;
      tally.faults = 0;
      tally.sampledFaults = 0;
    }
    return documents;
  }

  /** Counts again what a document said that the service did not hear. */
  restore(document: BoostStatisticsDocument): void {
    const tally = this.#tallyOf(document.ServiceName);
    tally.total += document.TotalCount;
    tally.faults += document.AnomalyCount;
    tally.sampledFaults += document.SampledAnomalyCount;
  }

  #tallyOf(service: string): ServiceTally {
    const name = this.#services.has(service) || this.#services.size < MAX_SERVICES - 1 ? service : 'other';
    const known = this.#services.get(name);
    if (known !== undefined) return known;
    const tally = newTally(name, this.#rule);
    this.#services.set(name, tally);
    return tally;
  }
}

function newTally(name: string, rule: string): ServiceTally {
  const count = (fault: boolean, sampled: boolean): void => {
    tally.total++;
    if (fault) tally.faults++;
    if (fault && sampled) tally.sampledFaults++;
  };
  const tally: ServiceTally = {
    name,
    take: { sampled: true, rule, onEnd: (fault) => count(fault, true) },
    leave: { sampled: false, onEnd: (fault) => count(fault, false) },
    total: 0,
    faults: 0,
    sampledFaults: 0,
  };
  return tally;
}
