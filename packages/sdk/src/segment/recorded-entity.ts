import type { AnnotationValue, AwsBlock, HttpBlock } from '@radiograph/protocol';
import { context } from '../context/context.js';
import { runAndClose } from '../context/run.js';
import { kindOfError, kindOfStatus } from '../exception/error-kind.js';
import type { Recording } from '../recorder/recording.js';
import { checkAnnotation, isPlainAnnotation } from './annotation.js';
import type { EntityDraft } from './draft.js';
import type { Entity, ErrorKind, ErrorOptions, Subsegment, SubsegmentOptions } from './entity.js';
import { jsonValue } from './json-value.js';
import { type Link, readLink } from './link.js';
import { repairName } from './name.js';
import type { RecordedSegment } from './recorded-segment.js';
import type { RecordedSubsegment } from './recorded-subsegment.js';
import { beginUnsampled, noSubsegment } from './unsampled.js';

/** An entity keeps no more annotations, and no more keys of metadata: a loop must not fill the memory. */
const MAX_KEYS = 1000;

/** What sampled segments and subsegments share: they write their document, member by member. */
export abstract class RecordedEntity implements Entity {
  readonly sampled = true;
  readonly recording: Recording;
  /** The document so far, without its subsegments. */
  abstract readonly document: EntityDraft;
  abstract readonly segment: RecordedSegment;
  /** 0 for a segment, 1 for what is directly inside it. */
  readonly depth: number = 0;
  /** The subsegments that are not sent yet, in the order they began, and some that were sent on their own meanwhile. */
  children: RecordedSubsegment[] | undefined = undefined;
  /** Whether this went out, complete: then what is inside it goes out on its own. */
  sent = false;
  #keys = 0;
  #gone = 0;

  constructor(recording: Recording) {
    this.recording = recording;
  }

  get id(): string {
    return this.document.id ?? '';
  }

  get name(): string {
    return this.document.name ?? '';
  }

  get closed(): boolean {
    return this.document.end_time !== undefined;
  }

  get traceId(): string {
    return this.segment.document.trace_id ?? '';
  }

  annotate(key: string, value: AnnotationValue): void {
    if (isPlainAnnotation(key, value)) this.#putAnnotation(key, value);
    else this.#annotateChecked(key, value);
  }

  #annotateChecked(key: unknown, value: unknown): void {
    const checked = checkAnnotation(key, value);
    if ('refused' in checked) {
      this.#report('sdk/annotation-refused', key, checked.refused);
      return;
    }
    if (checked.repaired !== undefined) this.#report('sdk/annotation-repaired', key, checked.repaired);
    this.#putAnnotation(checked.key, checked.value);
  }

  #putAnnotation(key: string, value: AnnotationValue): void {
    const { document } = this;
    if (document.annotations !== undefined && document.annotations[key] !== undefined) {
      document.annotations[key] = value;
      return;
    }
    if (++this.#keys > MAX_KEYS) {
      this.#report('sdk/annotation-refused', key, TOO_MANY);
      return;
    }
    this.segment.countAnnotation();
    if (document.annotations === undefined) document.annotations = { [key]: value };
    else document.annotations[key] = value;
  }

  #report(code: 'sdk/annotation-refused' | 'sdk/annotation-repaired', key: unknown, what: string): void {
    this.recording.problems.report(code, `the annotation '${jsonValue(key)}' of '${this.name}': ${what}`);
  }

  addMetadata(key: string, value: unknown, namespace = 'default'): void {
    if (isUnsafe(key) || isUnsafe(namespace)) return;
    const { document } = this;
    const space = document.metadata?.[namespace];
    if (space?.[key] === undefined && ++this.#keys > MAX_KEYS) {
      this.recording.problems.report(
        'sdk/metadata-refused',
        `the metadata '${key}' of '${this.name}': ${TOO_MANY}`,
      );
      return;
    }
    const copy = jsonValue(value);
    if (space !== undefined) space[key] = copy;
    else if (document.metadata === undefined) document.metadata = { [namespace]: { [key]: copy } };
    else document.metadata[namespace] = { [key]: copy };
  }

  addError(error: unknown, options?: ErrorOptions): void {
    const kind = options?.kind ?? kindOfError(error);
    if (kind !== 'none') this.setFlag(kind);
    const recorded = this.segment.exceptions.record(error, options?.remote === true);
    if (recorded === undefined) return;
    const { id, exceptions } = recorded;
    const { document } = this;
    if (exceptions.length === 0) document.cause ??= id;
    else if (typeof document.cause === 'object') document.cause.exceptions.push(...exceptions);
    else document.cause = { working_directory: process.cwd(), exceptions };
  }

  /** Counts this as an error, a fault or throttled; throttled calls are errors too, as in X-Ray. */
  setFlag(kind: ErrorKind): void {
    const { document } = this;
    if (kind === 'fault') document.fault = true;
    else document.error = true;
    if (kind === 'throttle') document.throttle = true;
  }

  setHttp(block: HttpBlock): void {
    const { document } = this;
    document.http = document.http === undefined ? merged(undefined, block) : mergedHttp(document.http, block);
    const kind = kindOfStatus(document.http.response?.status ?? 0);
    if (kind !== undefined) this.setFlag(kind);
  }

  setAws(block: AwsBlock): void {
    this.document.aws = merged(this.document.aws, block);
  }

  /** A child went out on its own. To look for it at once would take ever longer in a segment that has thousands. */
  forgetChild(): void {
    const { children } = this;
    if (children === undefined || ++this.#gone * 2 < children.length) return;
    this.#gone = 0;
    this.children = children.filter((child) => child.held);
  }

  addLink(link: Link | string): void {
    const read = readLink(link);
    if (read === undefined) this.#refuseLink('it names no trace and segment');
    else if (!this.segment.countLink()) this.#refuseLink('a segment keeps 20');
    else if (this.document.links === undefined) this.document.links = [read];
    else this.document.links.push(read);
  }

  #refuseLink(why: string): void {
    this.recording.problems.report('sdk/link-refused', `a link of '${this.name}' was left out: ${why}`);
  }

  beginSubsegment(name: string, options?: SubsegmentOptions): Subsegment {
    if (options?.sampled === false) return beginUnsampled(this.segment.withoutSampling());
    return this.segment.beginInside(this, repairName(name), options) ?? noSubsegment;
  }

  capture<T>(name: string, body: (subsegment: Subsegment) => T): T;
  capture<T>(name: string, options: SubsegmentOptions, body: (subsegment: Subsegment) => T): T;
  capture<T>(
    name: string,
    first: SubsegmentOptions | ((subsegment: Subsegment) => T),
    second?: (subsegment: Subsegment) => T,
  ): T {
    const plain = typeof first === 'function';
    const body = (plain ? first : second) as (subsegment: Subsegment) => T;
    const options = plain ? undefined : first;
    if (options?.sampled === false) return context.run(this.segment.withoutSampling(), body, noSubsegment);
    const subsegment = this.segment.beginInside(this, repairName(name), options);
    return subsegment === undefined ? body(noSubsegment) : runAndClose(subsegment, body);
  }

  downstreamHeader(): string {
    return this.segment.downstreamHeaderFor(this.id);
  }

  downstreamTraceparent(): string | undefined {
    return this.recording.traceparent?.({ root: this.traceId, parent: this.id, sampled: '1' });
  }

  /** Writes the end time; `false` when this was closed before. */
  protected end(error: unknown): boolean {
    const { document } = this;
    if (document.end_time !== undefined) return false;
    if (error !== undefined) this.addError(error);
    document.in_progress = undefined;
    document.end_time = this.recording.clock.now();
    return true;
  }

  abstract close(error?: unknown): void;

  [Symbol.dispose](): void {
    this.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
  }
}

const TOO_MANY = `there are ${MAX_KEYS} annotations and metadata keys already`;

function isUnsafe(key: unknown): boolean {
  return typeof key !== 'string' || key === '__proto__';
}

/** Copies a block, so that later changes to it do not show; a block that cannot be read is copied as far as it can. */
export function merged<B extends object>(before: B | undefined, block: B): B {
  try {
    return before === undefined ? { ...block } : { ...before, ...block };
  } catch {
    return { ...readable(before), ...readable(block) };
  }
}

function readable<B extends object>(block: B | undefined): B {
  const copy = jsonValue(block);
  return (typeof copy === 'object' ? copy : {}) as B;
}

function mergedHttp(before: HttpBlock, block: HttpBlock): HttpBlock {
  const { request, response } = merged<HttpBlock>(undefined, block);
  return {
    // Mostly the second half comes when the first is there.
    request: request === undefined ? (before.request ?? {}) : merged(before.request, request),
    response: response === undefined ? (before.response ?? {}) : merged(before.response, response),
  };
}
