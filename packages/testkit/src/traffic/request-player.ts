import type { SubsegmentDocument, TraceDocument } from '@radiograph/protocol';
import type { SeededRandom } from '../seeded-random.js';
import {
  annotations,
  flags,
  incomingHttp,
  metadata,
  micros,
  serviceBlock,
  thrown,
  whereItRuns,
} from './segment-blocks.js';
import type { ServicePlan, Step } from './service-plan.js';
import { callSubsegment, leafSubsegment } from './step-subsegment.js';

const FAULTS = 0.02;
const ERRORS = 0.04;

/** How a request or a call came out: when, with which status, and with which exception behind a fault. */
interface Answer {
  readonly end: number;
  readonly status: number;
  readonly exceptionId?: string;
}

/** What a service did for a request. */
interface Work {
  readonly subsegments: readonly SubsegmentDocument[];
  readonly answer: Answer;
}

/** Plays one request through the services of a plan and keeps the documents that they would send, callees first. */
export class RequestPlayer {
  readonly documents: TraceDocument[] = [];
  readonly #traceId: string;
  readonly #random: SeededRandom;
  readonly #visit: ServicePlan;
  /** Where this request goes wrong, and how. */
  readonly #trouble: { readonly service: ServicePlan; readonly status: number } | undefined;

  constructor(traceId: string, visit: ServicePlan, random: SeededRandom) {
    this.#traceId = traceId;
    this.#visit = visit;
    this.#random = random;
    const dice = random.next();
    if (dice >= FAULTS + ERRORS) return;
    const status = dice < FAULTS ? 500 : random.pick([400, 403, 404, 409]);
    this.#trouble = { service: random.pick(servicesOf(visit)), status };
  }

  /** Plays the visit, beginning at `start` in epoch seconds. */
  play(start: number): void {
    this.#serve(this.#visit, start, undefined);
  }

  #serve(plan: ServicePlan, start: number, parentId: string | undefined): Answer {
    const random = this.#random;
    const { subsegments, answer } = this.#work(plan, start);
    const isEntry = parentId === undefined;
    this.documents.push({
      name: plan.name,
      id: random.hex(16),
      trace_id: this.#traceId,
      ...(isEntry ? { user: `visitor-${random.integer(1, 5000)}` } : { parent_id: parentId }),
      start_time: micros(start),
      end_time: micros(answer.end),
      ...flags(answer.status),
      ...thrown(answer.exceptionId, this.#trouble?.service === plan),
      ...(plan.origin !== undefined && { origin: plan.origin }),
      service: serviceBlock(plan),
      http: incomingHttp(plan, answer.status, isEntry, random),
      aws: whereItRuns(plan, random),
      annotations: annotations(random),
      metadata: metadata(plan, random),
      subsegments,
    });
    return answer;
  }

  #work(plan: ServicePlan, start: number): Work {
    const subsegments: SubsegmentDocument[] = [];
    let answer: Answer = { end: start + this.#time(plan.work), status: 200 };
    for (const step of this.#stepsOf(plan)) {
      const { subsegment, ...outcome } = this.#take(step, answer.end);
      subsegments.push(subsegment);
      answer = { ...outcome, end: outcome.end + this.#time(plan.work) / 4 };
      if (answer.status >= 400) return { subsegments, answer };
    }
    return { subsegments, answer: this.#ownAnswer(plan, answer) };
  }

  /** A request that is refused does nothing; one that breaks does so after the first step. */
  #stepsOf(plan: ServicePlan): readonly Step[] {
    if (this.#trouble?.service !== plan) return plan.steps;
    return this.#trouble.status === 500 ? plan.steps.slice(0, 1) : [];
  }

  #ownAnswer(plan: ServicePlan, answer: Answer): Answer {
    if (this.#trouble?.service !== plan) return answer;
    const { status } = this.#trouble;
    return { end: answer.end, status, ...(status === 500 && { exceptionId: this.#random.hex(16) }) };
  }

  #take(step: Step, start: number): Answer & { readonly subsegment: SubsegmentDocument } {
    const id = this.#random.hex(16);
    if (step.kind !== 'call') {
      const end = start + this.#time(step.work);
      return { end, status: 200, subsegment: leafSubsegment(step, { id, start, end }, this.#random) };
    }
    const network = this.#time(0.0008);
    const answer = this.#serve(step.callee, start + network, id);
    const end = answer.end + network;
    return { ...answer, end, subsegment: callSubsegment(step.callee, { id, start, end }, answer.status) };
  }

  /** A time around the median, with the long tail that response times have. */
  #time(median: number): number {
    const bell = this.#random.next() + this.#random.next() + this.#random.next() - 1.5;
    return median * Math.exp(bell * 1.2);
  }
}

function servicesOf(plan: ServicePlan): readonly [ServicePlan, ...ServicePlan[]] {
  return [plan, ...plan.steps.flatMap((step) => (step.kind === 'call' ? servicesOf(step.callee) : []))];
}
