import type { Recording } from '../recorder/recording.js';
import type { Segment, SubsegmentOptions } from './entity.js';
import type { RecordedEntity } from './recorded-entity.js';
import { MAX_HELD, RecordedSegment } from './recorded-segment.js';
import { RecordedSubsegment } from './recorded-subsegment.js';

/** The segment that a facade stands for. */
export interface FacadeOf {
  /** The trace id. */
  readonly root: string;
  /** Its own id: the parent of what is in it. */
  readonly parent: string;
  /** The other pairs of the trace header, which travel on. */
  readonly rest: string;
}

/**
 * Stands for a segment that somebody else sends, as AWS Lambda sends that of an invocation. Its subsegments go out on their own
 * as they close, each with its true parent, because nobody knows when the process will be stopped.
 */
export class FacadeSegment extends RecordedSegment implements Segment {
  /** What is inside goes out on its own, as with a segment that was sent already. */
  override sent = true;
  readonly #open: Set<RecordedSubsegment> = new Set();

  constructor(recording: Recording, { root, parent, rest }: FacadeOf) {
    super(recording, { name: 'facade', id: parent, trace_id: root, start_time: recording.clock.now() }, rest);
  }

  override beginInside(
    parent: RecordedEntity,
    name: string,
    options: SubsegmentOptions | undefined,
  ): RecordedSubsegment | undefined {
    if (this.#open.size >= MAX_HELD) return this.beginNoMore();
    const subsegment = new RecordedSubsegment(this, parent, name, options);
    this.#open.add(subsegment);
    return subsegment;
  }

  override onSubsegmentClosed(subsegment: RecordedSubsegment): void {
    this.#open.delete(subsegment);
    subsegment.sent = true;
    this.sendAlone(subsegment);
  }

  /** Ends the work: what is still open goes out as in progress, and again when it closes. */
  override close(): void {
    if (this.#open.size === 0) return;
    for (const subsegment of this.#open) if (subsegment.endsWithSegment) subsegment.close();
    this.sendInProgress();
    this.#open.clear();
  }

  /** The segment itself is not ours to send; what is open in it is. */
  override sendInProgress(): void {
    for (const subsegment of this.#open) this.sendAlone(subsegment);
  }

  override annotate(key: string): void {
    this.#notRecorded(`the annotation '${key}'`);
  }

  override addMetadata(key: string): void {
    this.#notRecorded(`the metadata '${key}'`);
  }

  override addError(): void {
    this.#notRecorded('an error');
  }

  override addLink(): void {
    this.#notRecorded('a link');
  }

  override setUser(): void {
    this.#notRecorded('the user');
  }

  override setHttp(): void {}
  override setAws(): void {}

  #notRecorded(what: string): void {
    this.recording.problems.report(
      'sdk/not-our-segment',
      `${what} was given to a segment that this process does not send; record it inside a subsegment`,
    );
  }
}
