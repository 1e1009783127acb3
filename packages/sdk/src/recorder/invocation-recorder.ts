import {
  type AnnotationValue,
  isSegmentId,
  parseTraceHeader,
  readTraceId,
  type TraceHeader,
} from '@radiograph/protocol';
import { context } from '../context/context.js';
import type { ContextMissing } from '../context/context-missing.js';
import type { SamplingDecision } from '../sampling/sampler.js';
import type {
  CurrentEntity,
  ErrorOptions,
  Segment,
  SegmentOptions,
  Subsegment,
  SubsegmentOptions,
} from '../segment/entity.js';
import { type FacadeOf, FacadeSegment } from '../segment/facade-segment.js';
import { repairName } from '../segment/name.js';
import { beginDocument, RecordedSegment } from '../segment/recorded-segment.js';
import {
  bodyOf,
  type DisabledSegment,
  noSubsegment,
  PassedThroughSegment,
  UnsampledSegment,
} from '../segment/unsampled.js';
import type { Recording } from './recording.js';

const NO_HEADER: TraceHeader = { rest: '' };
const LEAVE: SamplingDecision = { sampled: false };

/** What recording works with when somebody else decides what is recorded. */
export interface InvocationSettings {
  readonly disabled: boolean;
  /** What stands for every segment when recording is turned off, and only then is there. */
  readonly nothing: DisabledSegment | undefined;
  readonly recording: Recording;
  readonly contextMissing: ContextMissing;
  /** Beats the name of every segment. */
  readonly tracingName: string | undefined;
  /** The name of segments begun without one. */
  readonly service: string;
}

/**
 * Records where it was decided before what is recorded: all that a function on AWS Lambda needs, which loads this and little else. A
 * recorder adds sampling and options to it. Nothing here throws what the given bodies do not throw, unless `contextMissing` is `throw`.
 */
export class InvocationRecorder {
  #settings: InvocationSettings;

  constructor(settings: InvocationSettings) {
    this.#settings = settings;
  }

  /** Has what begins from now on follow other settings. */
  protected follow(settings: InvocationSettings): void {
    this.#settings = settings;
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
    const header = this.headerOf(options);
    const decision = this.#decide(finalName, header, options);
    if (!decision.sampled) return this.beginUnsampled(recording, finalName, header, decision);
    const startTime = recording.clock.now();
    const document = beginDocument(recording, {
      name: finalName,
      startTime,
      traceId: header.root ?? recording.ids.traceId(startTime),
      id: options.id !== undefined && isSegmentId(options.id) ? options.id : undefined,
      parentId: header.root === undefined ? undefined : header.parent,
      user: options.user,
      origin: options.origin,
      resourceArn: options.resourceArn,
      rule: decision.rule,
    });
    const segment = new RecordedSegment(recording, document, header.rest, decision.onEnd);
    recording.openSegments?.add(segment);
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
    const read = typeof header === 'string' ? parseTraceHeader(header) : header;
    if (disabled || read.root === undefined) return undefined;
    return read.sampled === '1' && read.parent !== undefined
      ? new FacadeSegment(recording, read as FacadeOf)
      : beginUnrecorded(recording, read);
  }

  #decide(serviceName: string, header: TraceHeader, options: SegmentOptions): SamplingDecision {
    if (options.sampled !== undefined) return { sampled: options.sampled };
    if (header.sampled === '1') return { sampled: true };
    if (header.sampled === '0') return LEAVE;
    return this.decide(serviceName, options);
  }

  /** What a segment is told of its caller. */
  protected headerOf({ header, traceId, parentId }: SegmentOptions): TraceHeader {
    if (header !== undefined) return typeof header === 'string' ? parseTraceHeader(header) : header;
    const root = traceId === undefined ? undefined : readTraceId(traceId.trim());
    if (root === undefined) return NO_HEADER;
    return parentId !== undefined && isSegmentId(parentId)
      ? { root, parent: parentId, rest: '' }
      : { root, rest: '' };
  }

  /** Begins what is not recorded. */
  protected beginUnsampled(
    recording: Recording,
    name: string,
    { root, rest }: TraceHeader,
    _decision: SamplingDecision,
  ): Segment {
    return new UnsampledSegment(recording, name, root, rest);
  }

  /** Decides on what nobody has decided on: here that is not recorded. */
  protected decide(_serviceName: string, _options: SegmentOptions): SamplingDecision {
    return LEAVE;
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
    const current = this.#current('capture', name);
    if (current === undefined) return bodyOf(first, second)(noSubsegment);
    return current.capture(name, first as SubsegmentOptions, second as (subsegment: Subsegment) => T);
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

  /** Whether all that was closed so far is known to be sent or lost. */
  get idle(): boolean {
    return this.#settings.recording.outlet.emitter.idle === true;
  }

  /** Resolves when all that was closed so far is sent. Never rejects. */
  flush(): Promise<void> {
    return this.#settings.recording.outlet.emitter.flush();
  }
}

function beginUnrecorded(recording: Recording, { root, sampled, rest }: TraceHeader): Segment {
  // Lambda passes a trace through that nobody has decided on: it is not for us to tell callees otherwise.
  const kind = sampled === '0' ? UnsampledSegment : PassedThroughSegment;
  return new kind(recording, '', root, rest);
}
