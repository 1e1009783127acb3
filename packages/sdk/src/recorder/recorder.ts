import {
  type AnnotationValue,
  isSegmentId,
  parseTraceHeader,
  parseTraceId,
  parseTraceparent,
  type TraceHeader,
} from '@radiograph/protocol';
import { context, findInvocationsBy } from '../context/context.js';
import { runAndClose } from '../context/run.js';
import type { Sampler, SamplingDecision } from '../sampling/sampler.js';
import type {
  CurrentEntity,
  ErrorOptions,
  Segment,
  SegmentOptions,
  Subsegment,
  SubsegmentOptions,
} from '../segment/entity.js';
import { FacadeSegment } from '../segment/facade-segment.js';
import { repairName } from '../segment/name.js';
import { RecordedSegment } from '../segment/recorded-segment.js';
import { bodyOf, noSubsegment, PassedThroughSegment, UnsampledSegment } from '../segment/unsampled.js';
import { WatchedSegment } from '../segment/watched-segment.js';
import { Invocations } from './invocations.js';
import type { RecorderOptions } from './options.js';
import { loadPlugins } from './plugin.js';
import type { Outlet } from './recording.js';
import { makeSettings, type Settings } from './settings.js';

const NO_HEADER: TraceHeader = { rest: '' };
const LEAVE: SamplingDecision = { sampled: false };
const SAMPLER_OPTIONS = [
  'sampling',
  'daemonAddress',
  'clock',
  'logger',
  'logLevel',
] as const satisfies readonly (keyof RecorderOptions)[];

/**
 * Opens and closes segments, decides which are recorded, and sends their documents. An application usually needs only
 * the default one, which the functions of this package use; several can work in one process, and share what is current.
 * Apart from the constructor and `configure`, nothing here throws what the given bodies do not throw, unless
 * `contextMissing` is `throw`.
 *
 * @example
 * const recorder = new Recorder({ sampling: 'all' });
 * await recorder.segment('shop', async (segment) => segment.annotate('items', 3));
 * await recorder.shutdown();
 */
export class Recorder {
  readonly #env: NodeJS.ProcessEnv;
  readonly #outlet: Outlet;
  #options: RecorderOptions;
  #settings: Settings;

  /**
   * @param env where environment variables are read
   * @throws SdkError when an option or a variable cannot be used; the message says which and why
   */
  constructor(options: RecorderOptions = {}, env: NodeJS.ProcessEnv = process.env) {
    this.#env = env;
    this.#options = options;
    this.#settings = makeSettings(options, env);
    this.#outlet = this.#settings.recording.outlet;
    if (this.#settings.lambda) {
      this.#outlet.emitter.open?.();
      const invocations = new Invocations(env, (header) => this.beginFacade(header));
      findInvocationsBy(() => invocations.current());
    }
    this.#start();
  }

  /** The default recorder: what cannot be used in the environment is logged and left out, as it is made inside requests. */
  static withUsableEnvironment(env: NodeJS.ProcessEnv = process.env): Recorder {
    try {
      return new Recorder({}, env);
    } catch (error) {
      const recorder = new Recorder({}, { ...env, AWS_XRAY_DAEMON_ADDRESS: '', RADIOGRAPH_SAMPLING: '' });
      recorder.#settings.recording.problems.report(
        'sdk/environment-ignored',
        'a variable of the environment was ignored',
        { error },
      );
      return recorder;
    }
  }

  /**
   * Changes the options that are given and keeps the others. Segments that are open finish as they began, but are sent
   * by the new emitter.
   *
   * @throws SdkError when an option cannot be used; then nothing changes
   */
  configure(options: RecorderOptions): void {
    const merged = { ...this.#options, ...options };
    const next = makeSettings(merged, this.#env, this.#settings.datagrams);
    const before = this.#outlet.emitter;
    this.#outlet.emitter = next.recording.outlet.emitter;
    const sampler = this.#nextSampler(next, merged);
    if (before !== this.#options.emitter) void before.close();
    this.#options = merged;
    this.#settings = { ...next, sampler, recording: { ...next.recording, outlet: this.#outlet } };
    this.#start();
  }

  /** A sampler that goes on keeps what it has learnt. */
  #nextSampler(next: Settings, merged: RecorderOptions): Sampler {
    const { sampler } = this.#settings;
    const goesOn = SAMPLER_OPTIONS.every((option) => merged[option] === this.#options[option]);
    if (goesOn || next.sampler === sampler) return sampler;
    sampler.close?.();
    return next.sampler;
  }

  /** Begins what goes on in the background; nothing waits for it. */
  #start(): void {
    const { disabled, recording, sampler } = this.#settings;
    const { plugins } = this.#options;
    if (disabled) return;
    if (plugins !== undefined) void loadPlugins(plugins, recording.surroundings, recording.problems);
    sampler.start?.();
  }

  /** Whether `AWS_XRAY_SDK_DISABLED` turned recording off: then every body just runs. */
  get disabled(): boolean {
    return this.#settings.disabled;
  }

  /** The name for segments that are given none. */
  get service(): string {
    return this.#settings.tracingName ?? this.#settings.service;
  }

  /** Begins a segment without making it current; close it yourself. */
  beginSegment(name: string, options: SegmentOptions = {}): Segment {
    const { nothing, recording, tracingName } = this.#settings;
    if (nothing !== undefined) return nothing;
    const finalName = tracingName ?? repairName(name);
    const header = readHeader(options);
    const decision = this.#decide(finalName, header, options);
    if (!decision.sampled) {
      const { onEnd } = decision;
      return onEnd === undefined
        ? new UnsampledSegment(recording, finalName, header.root, header.rest)
        : new WatchedSegment(recording, finalName, header.root, header.rest, onEnd);
    }
    const startTime = recording.clock.now();
    const segment = new RecordedSegment(recording, {
      name: finalName,
      startTime,
      traceId: header.root ?? recording.ids.traceId(startTime),
      id: options.id !== undefined && isSegmentId(options.id) ? options.id : undefined,
      parentId: header.root === undefined ? undefined : header.parent,
      user: options.user,
      origin: options.origin,
      resourceArn: options.resourceArn,
      rule: decision.rule,
      rest: header.rest,
      onEnd: decision.onEnd,
    });
    if (options.inProgress === true) segment.sendInProgress();
    return segment;
  }

  /**
   * Stands in for a segment that somebody else sends, as AWS Lambda does for each invocation: what is recorded inside goes out on
   * its own, as part of that segment. Close it when the work is done. `undefined` where the header names no trace.
   *
   * @param header the trace header, its `Parent` being the segment's id; without `Sampled=1` nothing is recorded
   */
  beginFacade(header: string | TraceHeader): Segment | undefined {
    const { disabled, recording } = this.#settings;
    const { root, parent, sampled, rest } = readHeader({ header });
    if (disabled || root === undefined) return undefined;
    if (sampled === '1' && parent !== undefined)
      return new FacadeSegment(recording, { traceId: root, id: parent, rest });
    if (sampled === '0') return new UnsampledSegment(recording, '', root, rest);
    // Lambda passes a trace through that nobody has decided on: it is not for us to tell callees otherwise.
    return new PassedThroughSegment(recording, '', root, rest);
  }

  #decide(serviceName: string, header: TraceHeader, options: SegmentOptions): SamplingDecision {
    if (options.sampled !== undefined) return { sampled: options.sampled };
    if (header.sampled === '1') return { sampled: true };
    if (header.sampled === '0') return LEAVE;
    const { sampler, recording } = this.#settings;
    const { host, method, path, attributes, resourceArn } = options;
    const serviceType = options.origin ?? recording.surroundings.origin;
    try {
      return sampler.sample({ serviceName, serviceType, host, method, path, resourceArn, attributes });
    } catch (error) {
      recording.problems.report('sdk/sampler-failed', 'the sampler threw, so the request is not recorded', {
        error,
      });
      return LEAVE;
    }
  }

  /** Runs `body` in a new segment, current while it runs, and closes it with what `body` returns, throws or rejects. */
  segment<T>(name: string, body: (segment: Segment) => T): T;
  segment<T>(name: string, options: SegmentOptions, body: (segment: Segment) => T): T;
  segment<T>(
    name: string,
    first: SegmentOptions | ((segment: Segment) => T),
    second?: (segment: Segment) => T,
  ): T {
    const body = (typeof first === 'function' ? first : second) as (segment: Segment) => T;
    const segment = this.beginSegment(name, typeof first === 'function' ? undefined : first);
    if (segment.observed) return runAndClose(segment, body);
    return this.disabled ? body(segment) : context.run(segment, body, segment);
  }

  /** Begins a subsegment of what is current, without making it current; close it yourself. */
  beginSubsegment(name: string, options?: SubsegmentOptions): Subsegment {
    return this.#current('beginSubsegment', name)?.beginSubsegment(name, options) ?? noSubsegment;
  }

  /** Runs `body` as a subsegment of what is current, and closes it with what `body` returns, throws or rejects. */
  capture<T>(name: string, body: (subsegment: Subsegment) => T): T;
  capture<T>(name: string, options: SubsegmentOptions, body: (subsegment: Subsegment) => T): T;
  capture<T>(
    name: string,
    first: SubsegmentOptions | ((subsegment: Subsegment) => T),
    second?: (subsegment: Subsegment) => T,
  ): T {
    const body = bodyOf(first, second);
    const current = this.#current('capture', name);
    if (current === undefined) return body(noSubsegment);
    return typeof first === 'function' ? current.capture(name, body) : current.capture(name, first, body);
  }

  /** Makes a segment or subsegment current while `body` runs, and in all that it starts. Does not close it. */
  run<T>(entity: Segment | Subsegment, body: () => T): T {
    const current = entity.kind === 'segment' || entity.sampled ? entity : entity.segment;
    return current === undefined || this.disabled ? body() : context.run(current as CurrentEntity, body);
  }

  /** The segment of the current request; `undefined` outside any. */
  currentSegment(): Segment | undefined {
    const current = context.getStore();
    return current?.kind === 'subsegment' ? current.segment : current;
  }

  /** The innermost subsegment that is current; `undefined` outside any. */
  currentSubsegment(): Subsegment | undefined {
    const current = context.getStore();
    if (current === undefined || current.kind === 'subsegment') return current;
    return current.sampled ? undefined : noSubsegment;
  }

  /** Annotates what is current. */
  annotate(key: string, value: AnnotationValue): void {
    this.#current('annotate', key)?.annotate(key, value);
  }

  /** Adds metadata to what is current. */
  addMetadata(key: string, value: unknown, namespace?: string): void {
    this.#current('addMetadata', key)?.addMetadata(key, value, namespace);
  }

  /** Records an error in what is current. */
  addError(error: unknown, options?: ErrorOptions): void {
    this.#current('addError', '')?.addError(error, options);
  }

  #current(operation: string, name: string): CurrentEntity | undefined {
    const current = context.getStore();
    if (current === undefined && !this.disabled) this.#settings.contextMissing.report(operation, name);
    return current;
  }

  /** For integrations: says, at most once a minute, what of a library is not recorded and why; the library works as without us. */
  tellLeftOut(what: string, error?: unknown): void {
    const { problems } = this.#settings.recording;
    problems.report('sdk/left-out', what, error === undefined ? undefined : { error });
  }

  /** Resolves when all that was closed so far is sent. Never rejects. */
  flush(): Promise<void> {
    return this.#outlet.emitter.flush();
  }

  /** Flushes, then gives back sockets and timers. What is recorded afterwards is dropped. */
  async shutdown(): Promise<void> {
    this.#settings.sampler.close?.();
    await this.#outlet.emitter.close();
  }
}

function readHeader(options: SegmentOptions): TraceHeader {
  const { header, traceId, parentId } = options;
  if (typeof header === 'string') {
    const read = parseTraceHeader(header);
    return read.root === undefined ? (parseTraceparent(header) ?? read) : read;
  }
  if (header !== undefined) return header;
  if (traceId === undefined) return NO_HEADER;
  const root = usableTraceId(traceId);
  if (root === undefined) return NO_HEADER;
  return parentId !== undefined && isSegmentId(parentId)
    ? { root, parent: parentId, rest: '' }
    : { root, rest: '' };
}

function usableTraceId(traceId: string): string | undefined {
  try {
    return parseTraceId(traceId);
  } catch {
    return undefined;
  }
}
