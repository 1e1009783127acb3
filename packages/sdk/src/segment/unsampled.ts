import type { HttpBlock } from '@radiograph/protocol';
import { context } from '../context/context.js';
import type { Recording } from '../recorder/recording.js';
import type { ErrorOptions, Segment, Subsegment, SubsegmentOptions } from './entity.js';
import { ifPrintable } from './text.js';

const NO_ID = '0000000000000000';
const NO_TRACE_ID = '1-00000000-000000000000000000000000';

/** Picks the body out of `capture`'s arguments. */
export function bodyOf<T>(
  first: SubsegmentOptions | ((subsegment: Subsegment) => T),
  second: ((subsegment: Subsegment) => T) | undefined,
): (subsegment: Subsegment) => T {
  return (typeof first === 'function' ? first : second) as (subsegment: Subsegment) => T;
}

/**
 * The segment of a request that is not sampled: it answers every method and keeps nothing. It has no id and takes no
 * time; its trace id is the incoming one, or is made when an outgoing call or a log line first asks for it.
 */
export class UnsampledSegment implements Segment {
  readonly kind = 'segment';
  readonly sampled = false;
  readonly observed: boolean = false;
  readonly closed: boolean = false;
  readonly name: string;
  readonly #recording: Recording;
  readonly #rest: string;
  #root: string | undefined;
  #id: string | undefined;
  /** The same for every call that the request makes. */
  #header: string | undefined;

  constructor(recording: Recording, name: string, root: string | undefined, rest: string) {
    this.name = name;
    this.#recording = recording;
    this.#root = root;
    this.#rest = rest;
  }

  /** Zeros, unless `AWS_XRAY_NOOP_ID` asks for ids; then it is made when it is first asked for. */
  get id(): string {
    if (this.#recording.noopIds) return NO_ID;
    this.#id ??= this.#recording.ids.segmentId();
    return this.#id;
  }

  /** Makes an id for what is inside this, which is not recorded either. */
  newId(): string {
    return this.#recording.noopIds ? NO_ID : this.#recording.ids.segmentId();
  }

  get traceId(): string {
    this.#root ??= this.#recording.ids.traceId(this.#recording.clock.now());
    return this.#root;
  }

  downstreamHeader(): string {
    this.#header ??= this.#newHeader();
    return this.#header;
  }

  #newHeader(): string {
    return ifPrintable(`Root=${this.traceId};Sampled=0${this.#rest && ';'}${this.#rest}`) ?? '';
  }

  /** W3C's form demands a parent, so there is one, which nobody records. */
  downstreamTraceparent(): string | undefined {
    const { traceparent, ids } = this.#recording;
    return traceparent?.({ root: this.traceId, parent: ids.segmentId(), sampled: '0' });
  }

  /** The shared one does where nothing tells subsegments apart: this is current, and their ids are zeros. */
  #subsegment(): Subsegment {
    return this.#recording.noopIds ? noSubsegment : new UnsampledSubsegment(this);
  }

  beginSubsegment(): Subsegment {
    return context.getStore() === this ? this.#subsegment() : new UnsampledSubsegment(this);
  }

  capture<T>(
    _name: string,
    first: SubsegmentOptions | ((subsegment: Subsegment) => T),
    second?: (subsegment: Subsegment) => T,
  ): T {
    const body = bodyOf(first, second);
    const subsegment = this.#subsegment();
    return context.getStore() === this ? body(subsegment) : context.run(this, body, subsegment);
  }

  annotate(): void {}
  addMetadata(): void {}
  addError(_error: unknown, _options?: ErrorOptions): void {}
  setHttp(_block: HttpBlock): void {}
  setAws(): void {}
  addLink(): void {}
  setUser(): void {}
  sendInProgress(): void {}
  close(_error?: unknown): void {}

  [Symbol.dispose](): void {
    this.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
  }
}

/** The segment of a trace that is passed through, for somebody else to decide on: callees are told nothing. */
export class PassedThroughSegment extends UnsampledSegment {
  override downstreamHeader(): string {
    return '';
  }
}

/** The segment of a recorder that is turned off: it does not even tell callees that the request is not sampled. */
export class DisabledSegment extends UnsampledSegment {
  override get id(): string {
    return NO_ID;
  }

  override get traceId(): string {
    return '';
  }

  override downstreamHeader(): string {
    return '';
  }

  override downstreamTraceparent(): undefined {}
}

/** A subsegment that is not recorded. It answers every method and keeps nothing. */
class UnsampledSubsegment implements Subsegment {
  readonly kind = 'subsegment';
  readonly sampled = false;
  readonly closed = false;
  readonly name = '';
  readonly segment: UnsampledSegment | undefined;
  #id: string | undefined;
  readonly namespace = undefined;

  constructor(segment: UnsampledSegment | undefined) {
    this.segment = segment;
  }

  get id(): string {
    this.#id ??= this.segment?.newId() ?? NO_ID;
    return this.#id;
  }

  get traceId(): string {
    return this.#decision()?.traceId ?? NO_TRACE_ID;
  }

  downstreamHeader(): string {
    return this.#decision()?.downstreamHeader() ?? '';
  }

  downstreamTraceparent(): string | undefined {
    return this.#decision()?.downstreamTraceparent();
  }

  /** The shared one stands for whichever request is current. */
  #decision(): Segment | undefined {
    if (this.segment !== undefined) return this.segment;
    const current = context.getStore();
    return current?.kind === 'segment' && !current.sampled ? current : undefined;
  }

  beginSubsegment(): Subsegment {
    return this;
  }

  capture<T>(
    name: string,
    first: SubsegmentOptions | ((subsegment: Subsegment) => T),
    second?: (subsegment: Subsegment) => T,
  ): T {
    const body = bodyOf(first, second);
    return this.segment === undefined ? body(this) : this.segment.capture(name, body);
  }

  annotate(): void {}
  addMetadata(): void {}
  addError(): void {}
  setHttp(): void {}
  setAws(): void {}
  setSql(): void {}
  addLink(): void {}
  closeWithSegment(): void {}
  close(): void {}
  [Symbol.dispose](): void {}
  async [Symbol.asyncDispose](): Promise<void> {}
}

/** The one subsegment of all requests that are not sampled, and of work outside any request. */
export const noSubsegment: Subsegment = new UnsampledSubsegment(undefined);

/** Begins work that is kept out of a sampled trace, with its callees told so. */
export function beginUnsampled(segment: UnsampledSegment): Subsegment {
  return new UnsampledSubsegment(segment);
}
