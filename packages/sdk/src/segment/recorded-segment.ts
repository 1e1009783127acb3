import { type AwsBlock, limits } from '@radiograph/protocol';
import { ExceptionRegistry } from '../exception/exceptions.js';
import { type Recording, sendDocument, tellEnd } from '../recorder/recording.js';
import type { SegmentDraft, SubsegmentDraft } from './draft.js';
import type { Segment, SubsegmentOptions } from './entity.js';
import { MAX_LINKS } from './link.js';
import { RecordedEntity } from './recorded-entity.js';
import { RecordedSubsegment } from './recorded-subsegment.js';
import { ifPrintable, textOf } from './text.js';
import { UnsampledSegment } from './unsampled.js';

/** A segment that holds this many subsegments begins no more of them. */
export const MAX_HELD = 10_000;
/** Subsegments that are nested deeper are not held inside one another. */
const MAX_DEPTH = 100;

/** What a sampled segment begins with. */
export interface SegmentStart {
  readonly name: string;
  /** In epoch seconds. */
  readonly startTime: number;
  readonly traceId: string;
  /** The id it must have, where others know it already; else a new one. */
  readonly id: string | undefined;
  readonly parentId: string | undefined;
  readonly user: string | undefined;
  readonly origin: string | undefined;
  readonly resourceArn: string | undefined;
  readonly rule: string | undefined;
}

/** Begins a segment's document. As with subsegments, what usually comes is in it from the beginning. */
export function beginDocument({ ids, surroundings, service }: Recording, start: SegmentStart): SegmentDraft {
  return {
    name: start.name,
    id: start.id ?? ids.segmentId(),
    trace_id: start.traceId,
    parent_id: start.parentId,
    start_time: start.startTime,
    end_time: undefined,
    in_progress: true,
    user: start.user === undefined ? undefined : textOf(start.user, 250),
    origin: start.origin ?? surroundings.origin,
    service,
    resource_arn: start.resourceArn === undefined ? undefined : textOf(start.resourceArn, 500),
    aws: start.rule === undefined ? surroundings.aws : withRule(surroundings.aws, start.rule),
    http: undefined,
    annotations: undefined,
    metadata: undefined,
    subsegments: undefined,
  };
}

/**
 * A sampled segment. When it closes, its document goes out with all subsegments in it; those still open are written as
 * in progress, and each goes out on its own when it closes. Beyond the streaming threshold closed subsegments go out at once.
 */
export class RecordedSegment extends RecordedEntity implements Segment {
  readonly kind = 'segment';
  readonly observed = true;
  override readonly document: SegmentDraft;
  override readonly segment: RecordedSegment = this;
  readonly #rest: string;
  readonly #onEnd: ((fault: boolean) => void) | undefined;
  #exceptions: ExceptionRegistry | undefined;
  #header: HeaderAround | undefined;
  /** Subsegments, at any depth, that are not sent yet. */
  #held = 0;
  #annotations = 0;
  #links = 0;

  /**
   * @param rest the other pairs of the incoming trace header, which travel on
   * @param onEnd is told whether the request ended in a fault
   */
  constructor(
    recording: Recording,
    document: SegmentDraft,
    rest: string,
    onEnd?: ((fault: boolean) => void) | undefined,
  ) {
    super(recording);
    this.document = document;
    this.#rest = rest;
    this.#onEnd = onEnd;
  }

  get exceptions(): ExceptionRegistry {
    this.#exceptions ??= new ExceptionRegistry(this.recording);
    return this.#exceptions;
  }

  setUser(user: string): void {
    this.document.user = textOf(user, 250);
  }

  /** Counts an annotation, here or in a subsegment; beyond what X-Ray indexes it is told of. */
  countAnnotation(): void {
    if (++this.#annotations !== limits.indexedAnnotations + 1) return;
    this.recording.problems.report(
      'sdk/annotations-not-indexed',
      `the segment '${this.name}' has more than ${limits.indexedAnnotations} annotations; X-Ray finds a trace by the first ones only`,
    );
  }

  /** Counts a link, here or in a subsegment; `false` when there are too many. */
  countLink(): boolean {
    return ++this.#links <= MAX_LINKS;
  }

  /** The header for a call made by `parentId`, which is this segment or a subsegment of it. */
  downstreamHeaderFor(parentId: string): string {
    this.#header ??= headerAround(this.document, this.#rest);
    const { before, after } = this.#header;
    return before === '' ? '' : before + parentId + after;
  }

  /** The decision under which work that is kept out of this trace runs. */
  withoutSampling(): UnsampledSegment {
    return new UnsampledSegment(this.recording, this.name, this.traceId, this.#rest);
  }

  /** Begins a subsegment of `parent`; `undefined` when this segment holds too many already. */
  beginInside(
    parent: RecordedEntity,
    name: string,
    options: SubsegmentOptions | undefined,
  ): RecordedSubsegment | undefined {
    if (this.#held >= MAX_HELD) return this.beginNoMore();
    const subsegment = new RecordedSubsegment(this, parent, name, options);
    if (this.#holds(subsegment)) {
      this.#held++;
      subsegment.held = true;
      if (parent.children === undefined) parent.children = [subsegment];
      else parent.children.push(subsegment);
    }
    return subsegment;
  }

  /** Tells that too many subsegments are open. */
  protected beginNoMore(): undefined {
    this.recording.problems.report(
      'sdk/subsegments-dropped',
      `the segment '${this.name}' has ${MAX_HELD} open subsegments and begins no more`,
    );
  }

  /** Nobody will gather the children of what was sent, and receivers refuse what is nested too deep: they go out on their own. */
  #holds(subsegment: RecordedSubsegment): boolean {
    return !this.sent && !subsegment.parent.sent && subsegment.depth <= MAX_DEPTH;
  }

  /** Sends the segment as it is now, in progress, so that a long one shows while it runs. */
  sendInProgress(): void {
    if (this.closed) return;
    this.#gather(this);
    sendDocument(this.recording, this.document);
    this.document.subsegments = undefined;
  }

  override close(error?: unknown): void {
    if (!this.end(error)) return;
    this.recording.openSegments?.delete(this);
    if (this.#onEnd !== undefined) tellEnd(this.recording, this.#onEnd, this.document.fault === true);
    this.#gather(this);
    this.sent = true;
    sendDocument(this.recording, this.document);
    this.document.subsegments = undefined;
  }

  /** Decides where a subsegment that has just closed goes: it waits for its segment, or goes out now. */
  onSubsegmentClosed(subsegment: RecordedSubsegment): void {
    if (this.#holds(subsegment) && this.#held <= this.recording.streamingThreshold) return;
    subsegment.sent = true;
    this.#detach(subsegment);
    this.sendAlone(subsegment);
  }

  /** Sends a subsegment as a document of its own, with what it holds; one that is open goes out as in progress. */
  protected sendAlone(subsegment: RecordedSubsegment): void {
    if (subsegment.children !== undefined) this.#gather(subsegment);
    const { document } = subsegment;
    document.type = 'subsegment';
    document.trace_id = this.document.trace_id;
    document.parent_id = subsegment.parent.document.id;
    sendDocument(this.recording, document);
    document.subsegments = undefined;
  }

  /** Writes the subsegments of `entity` into its document. What is closed counts as sent with it. */
  #gather(entity: RecordedEntity): void {
    if (entity.children === undefined) return;
    const documents: SubsegmentDraft[] = [];
    for (const child of entity.children) {
      if (!child.held) continue;
      if (!child.closed && child.endsWithSegment && this.closed)
        child.document.end_time = this.document.end_time;
      if (child.document.end_time !== undefined) child.document.in_progress = undefined;
      this.#gather(child);
      documents.push(child.document);
      if (child.closed && entity.closed) this.#count(child);
    }
    entity.document.subsegments = documents.length === 0 ? undefined : documents;
    if (entity.closed) entity.children = undefined;
  }

  #count(child: RecordedSubsegment): void {
    child.sent = true;
    child.held = false;
    this.#held--;
  }

  #detach(subsegment: RecordedSubsegment): void {
    if (!subsegment.held) return;
    subsegment.held = false;
    subsegment.parent.forgetChild();
    this.#held--;
  }
}

/** The trace header of a segment's calls, around the id that differs. */
interface HeaderAround {
  readonly before: string;
  readonly after: string;
}

/** Made and looked at once, as it is the same for all calls of a segment. Empty where it cannot be sent. */
function headerAround({ trace_id, id }: SegmentDraft, rest: string): HeaderAround {
  if (ifPrintable(`${trace_id}${id}${rest}`) === undefined) return { before: '', after: '' };
  return { before: `Root=${trace_id};Parent=`, after: rest === '' ? ';Sampled=1' : `;Sampled=1;${rest}` };
}

function withRule(aws: AwsBlock, rule: string): AwsBlock {
  return { ...aws, xray: { ...aws.xray, sampling_rule_name: rule } };
}
