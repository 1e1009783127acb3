import type { AnnotationValue, AwsBlock, HttpBlock } from '@radiograph/protocol';
import { context } from '../context/context.js';
import { runAndClose } from '../context/run.js';
import { kindOfError, kindOfStatus } from '../exception/error-kind.js';
import type { Recording } from '../recorder/recording.js';
import { checkAnnotation, isPlainAnnotation } from './annotation.js';
import type { EntityDraft } from './draft.js';
import type { Entity, ErrorKind, ErrorOptions, Subsegment, SubsegmentOptions } from './entity.js';
import { jsonValue } from './json-value.js';
import { repairName } from './name.js';
import type { RecordedSegment } from './recorded-segment.js';
import type { RecordedSubsegment } from './recorded-subsegment.js';
import { beginUnsampled, bodyOf, noSubsegment } from './unsampled.js';

/** What sampled segments and subsegments share: they write their document, member by member. */
export abstract class RecordedEntity implements Entity {
  readonly sampled = true;
  readonly recording: Recording;
  /** The document so far, without its subsegments. */
  abstract readonly document: EntityDraft;
  abstract readonly segment: RecordedSegment;
  /** 0 for a segment, 1 for what is directly inside it. */
  readonly depth: number = 0;
  /** The subsegments that are not sent yet, in the order they began. */
  children: RecordedSubsegment[] | undefined = undefined;
  /** Whether this went out, complete: then what is inside it goes out on its own. */
  sent = false;

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
    if (document.annotations === undefined) document.annotations = { [key]: value };
    else document.annotations[key] = value;
  }

  #report(code: 'sdk/annotation-refused' | 'sdk/annotation-repaired', key: unknown, what: string): void {
    this.recording.problems.report(code, `the annotation '${jsonValue(key)}' of '${this.name}': ${what}`);
  }

  addMetadata(key: string, value: unknown, namespace = 'default'): void {
    if (isUnsafe(key) || isUnsafe(namespace)) return;
    const { document } = this;
    const copy = jsonValue(value);
    const space = document.metadata?.[namespace];
    if (space !== undefined) space[key] = copy;
    else if (document.metadata === undefined) document.metadata = { [namespace]: { [key]: copy } };
    else document.metadata[namespace] = { [key]: copy };
  }

  addError(error: unknown, options?: ErrorOptions): void {
    const kind = options?.kind ?? kindOfError(error);
    if (kind !== 'none') this.setFlag(kind);
    const { id, exceptions } = this.segment.exceptions.record(
      error,
      this.recording.ids,
      options?.remote === true,
    );
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
    const body = bodyOf(first, second);
    const options = typeof first === 'function' ? undefined : first;
    if (options?.sampled === false) return context.run(this.segment.withoutSampling(), body, noSubsegment);
    const subsegment = this.segment.beginInside(this, repairName(name), options);
    return subsegment === undefined ? body(noSubsegment) : runAndClose(subsegment, body);
  }

  downstreamHeader(): string {
    return this.segment.downstreamHeaderFor(this.id);
  }

  /** Writes the end time; `false` when this was closed before. */
  protected end(error: unknown): boolean {
    if (this.closed) return false;
    if (error !== undefined) this.addError(error);
    const { document } = this;
    document.in_progress = undefined;
    document.end_time = this.recording.clock.now();
    return true;
  }

  abstract close(error?: unknown): void;

  [Symbol.dispose](): void {
    this.close();
  }
}

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
  const next = merged<HttpBlock>(undefined, block);
  return {
    request: merged(before.request, next.request ?? {}),
    response: merged(before.response, next.response ?? {}),
  };
}
