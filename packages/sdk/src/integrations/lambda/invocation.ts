import type { Recorder, Segment, Subsegment } from '../../index.js';
import { defaultRecorder, invocationHeader } from '../../index.js';
import { linkToSenders } from './event-links.js';
import { describeHttpEvent, describeHttpResult } from './http-event.js';
import { isColdStart, type LambdaContext } from './lambda-context.js';
import { unwatchInvocation, watchInvocation } from './open-invocations.js';
import type { LambdaOptions } from './options.js';
import { beginPlatformSegments, platformSegmentsAreMissing } from './platform-segments.js';

const FLUSH_TIMEOUT_MS = 250;
const DEADLINE_MARGIN_MS = 200;

/** One run of the function: its segments, which are ours or stand for Lambda's, and the subsegment around the handler. */
export class Invocation {
  /** The function's segment: Lambda's, which a facade stands for, or ours. */
  readonly segment: Segment;
  /** The subsegment around the handler; it records nothing where the trace is not sampled. */
  readonly subsegment: Subsegment;
  readonly #recorder: Recorder;
  readonly #segments: readonly Segment[];
  readonly #flushTimeoutMs: number;
  readonly #answersHttp: boolean;
  readonly #deadline: NodeJS.Timeout | undefined;
  #ended = false;

  /** Begins what is to be recorded of an invocation; `undefined` where nothing is. */
  static begin(event: unknown, context: LambdaContext, options: LambdaOptions): Invocation | undefined {
    const recorder = options.recorder ?? defaultRecorder();
    if (recorder.disabled) return undefined;
    const header = context.xRayTraceId ?? invocationHeader(process.env);
    const segments = beginSegments(recorder, header, context, options);
    return segments === undefined ? undefined : new Invocation(recorder, segments, event, context, options);
  }

  private constructor(
    recorder: Recorder,
    segments: readonly Segment[],
    event: unknown,
    context: LambdaContext,
    options: LambdaOptions,
  ) {
    this.#recorder = recorder;
    this.#segments = segments;
    this.#flushTimeoutMs = options.flushTimeoutMs ?? FLUSH_TIMEOUT_MS;
    const segment = segments[0] as Segment;
    this.segment = segment;
    const cold = isColdStart();
    this.subsegment = segment.beginSubsegment(options.name ?? process.env['_HANDLER'] ?? 'handler');
    if (!segment.sampled) {
      this.#answersHttp = false;
      this.#deadline = undefined;
      return;
    }
    this.#answersHttp = this.#describe(event, context, options, cold);
    this.#deadline = this.#watchDeadline(context, options.deadlineMarginMs ?? DEADLINE_MARGIN_MS);
    watchInvocation(this);
  }

  /** Runs the handler, with what it does inside the subsegment. */
  run<T>(body: () => T): T {
    return this.#recorder.run(this.subsegment.sampled ? this.subsegment : this.segment, body);
  }

  /** Ends the invocation, and waits, for a bounded time, until its documents are sent: then the environment may freeze. */
  async finish(error: unknown, result?: unknown): Promise<void> {
    this.end(error, result);
    if (this.segment.sampled) await within(this.#recorder.flush(), this.#flushTimeoutMs);
  }

  /** Ends the invocation without waiting. A second time does nothing. */
  end(error: unknown, result?: unknown): void {
    if (this.#ended) return;
    this.#ended = true;
    clearTimeout(this.#deadline);
    unwatchInvocation(this);
    if (this.#answersHttp && error === undefined) this.#answer(result);
    this.subsegment.close(error);
    for (const [at, segment] of this.#segments.entries()) segment.close(at === 0 ? error : undefined);
  }

  #answer(result: unknown): void {
    const block = describeHttpResult(result);
    this.subsegment.setHttp(block);
    this.segment.setHttp(block);
  }

  #describe(event: unknown, context: LambdaContext, options: LambdaOptions, cold: boolean): boolean {
    const { subsegment, segment } = this;
    if (options.coldStart === true) subsegment.annotate('ColdStart', cold);
    if (options.service !== undefined) subsegment.annotate('Service', options.service);
    const user = options.user === undefined ? undefined : userOf(event, context, options.user);
    if (user !== undefined) {
      subsegment.annotate('User', user);
      if (this.#segments.length > 1) segment.setUser(user);
    }
    if (options.links !== false) linkToSenders(this.#segments.length > 1 ? segment : subsegment, event);
    const http = options.http === false ? undefined : describeHttpEvent(event);
    if (http === undefined) return false;
    subsegment.setHttp(http);
    segment.setHttp(http);
    return true;
  }

  /** What is open when the time is nearly up goes out as in progress, as nothing will be heard of it after. */
  #watchDeadline(context: LambdaContext, marginMs: number): NodeJS.Timeout | undefined {
    const left = context.getRemainingTimeInMillis?.();
    if (left === undefined || !(left > marginMs)) return undefined;
    return setTimeout(() => {
      for (const segment of this.#segments) segment.sendInProgress();
    }, left - marginMs).unref();
  }
}

function beginSegments(
  recorder: Recorder,
  header: string | undefined,
  context: LambdaContext,
  options: LambdaOptions,
): readonly Segment[] | undefined {
  if (options.platformSegments ?? platformSegmentsAreMissing()) {
    const { service, function: own } = beginPlatformSegments(recorder, header, context);
    return [own, service];
  }
  const facade = header === undefined ? undefined : recorder.beginFacade(header);
  return facade === undefined ? undefined : [facade];
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
