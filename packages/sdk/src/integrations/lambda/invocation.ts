import type { HttpBlock } from '@radiograph/protocol';
import type {
  CurrentEntity,
  CurrentSubsegment,
  InvocationRecorder,
  Segment,
  Subsegment,
} from '../../light.js';
import { invocationHeader, sharedRecorder } from '../../light.js';
import { linkToSenders } from './event-links.js';
import { describeHttpEvent, describeHttpResult } from './http-event.js';
import { isProvisioned, type LambdaContext } from './lambda-context.js';
import { openInvocations, watchInvocation } from './open-invocations.js';
import type { LambdaOptions } from './options.js';
import { beginPlatformSegments, platformSegmentsAreMissing } from './platform-segments.js';

const FLUSH_TIMEOUT_MS = 250;
const DEADLINE_MARGIN_MS = 200;

/** Whether an invocation of this environment has begun before. */
let warm = false;

/** One run of the function: its segments, which are ours or stand for Lambda's, and the subsegment around the handler. */
export class Invocation {
  /** The function's segment: Lambda's, which a facade stands for, or ours. */
  readonly segment: Segment;
  /** The subsegment around the handler; it records nothing where the trace is not sampled. */
  readonly subsegment: Subsegment;
  /** What is current while the handler runs. */
  readonly current: CurrentEntity;
  readonly #recorder: InvocationRecorder;
  /** The service's segment, where both are sent from here. */
  readonly #service: Segment | undefined;
  readonly #flushTimeoutMs: number;
  #answersHttp = false;
  #ended = false;

  /** Begins what is to be recorded of an invocation; `undefined` where nothing is. */
  static begin(event: unknown, context: LambdaContext, options: LambdaOptions): Invocation | undefined {
    const recorder: InvocationRecorder = options.recorder ?? sharedRecorder();
    const header = context.xRayTraceId ?? invocationHeader(process.env);
    if (options.platformSegments ?? platformSegmentsAreMissing()) {
      if (recorder.disabled) return undefined;
      const { service, function: own } = beginPlatformSegments(recorder, header, context);
      return new Invocation(recorder, own, service, event, context, options);
    }
    const facade = header === undefined ? undefined : recorder.beginFacade(header);
    return facade && new Invocation(recorder, facade, undefined, event, context, options);
  }

  private constructor(
    recorder: InvocationRecorder,
    segment: Segment,
    service: Segment | undefined,
    event: unknown,
    context: LambdaContext,
    options: LambdaOptions,
  ) {
    const { name, flushTimeoutMs = FLUSH_TIMEOUT_MS, deadlineMarginMs = DEADLINE_MARGIN_MS } = options;
    this.#recorder = recorder;
    this.segment = segment;
    this.#service = service;
    this.#flushTimeoutMs = flushTimeoutMs;
    this.subsegment = segment.beginSubsegment(name ?? process.env['_HANDLER'] ?? 'handler');
    this.current = this.subsegment.sampled ? (this.subsegment as CurrentSubsegment) : segment;
    const cold = !warm;
    warm = true;
    if (!segment.sampled) return;
    const { coldStart, service: named, user, links, http } = options;
    if (coldStart === true || named !== undefined || user !== undefined)
      this.#annotate(event, context, options, cold);
    if (links !== false) linkToSenders(service === undefined ? this.subsegment : segment, event);
    const request = http === false ? undefined : describeHttpEvent(event);
    if (request !== undefined) this.#describe(request);
    watchInvocation(this, dueMs(context, deadlineMarginMs));
  }

  /** Ends the invocation, and waits, for a bounded time, until its documents are sent: then the environment may freeze. */
  async finish(error: unknown, result?: unknown): Promise<void> {
    this.end(error, result);
    if (!this.segment.sampled) return;
    // By the end of the turn the system has mostly said that it took everything; a timer is not worth its while then.
    await new Promise<void>(process.nextTick);
    if (!this.#recorder.idle) await within(this.#recorder.flush(), this.#flushTimeoutMs);
  }

  /** Ends the invocation without waiting. A second time does nothing. */
  end(error: unknown, result?: unknown): void {
    if (this.#ended) return;
    this.#ended = true;
    openInvocations.delete(this);
    if (this.#answersHttp && error === undefined) this.#describe(describeHttpResult(result));
    this.subsegment.close(error);
    this.segment.close(error);
    this.#service?.close();
  }

  /** Sends what is open as in progress, as nothing may be heard of it after. */
  sendInProgress(): void {
    this.segment.sendInProgress();
    this.#service?.sendInProgress();
  }

  #describe(http: HttpBlock): void {
    this.#answersHttp = true;
    this.subsegment.setHttp(http);
    this.segment.setHttp(http);
  }

  #annotate(event: unknown, context: LambdaContext, options: LambdaOptions, cold: boolean): void {
    const { subsegment } = this;
    if (options.coldStart === true) subsegment.annotate('ColdStart', cold && !isProvisioned());
    if (options.service !== undefined) subsegment.annotate('Service', options.service);
    const user = options.user === undefined ? undefined : userOf(event, context, options.user);
    if (user === undefined) return;
    subsegment.annotate('User', user);
    if (this.#service !== undefined) this.segment.setUser(user);
  }
}

/** When the time is nearly up, in epoch milliseconds. */
function dueMs(context: LambdaContext, marginMs: number): number {
  const left = context.getRemainingTimeInMillis?.();
  return left !== undefined && left > marginMs ? Date.now() + left - marginMs : Number.POSITIVE_INFINITY;
}

function userOf(
  event: unknown,
  context: LambdaContext,
  user: NonNullable<LambdaOptions['user']>,
): string | undefined {
  try {
    return user(event, context);
  } catch {
    return undefined; // who it is for is not worth a failed invocation
  }
}

/** Resolves with the promise, or when the time is up. */
async function within(promise: Promise<void>, timeoutMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const up = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, timeoutMs);
  });
  await Promise.race([promise, up]);
  clearTimeout(timer);
}
