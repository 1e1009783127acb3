import type { SqlBlock } from '@radiograph/protocol';
import type { SubsegmentDraft } from './draft.js';
import type { CurrentSubsegment, SubsegmentOptions } from './entity.js';
import { merged, RecordedEntity } from './recorded-entity.js';
import type { RecordedSegment } from './recorded-segment.js';

/** A subsegment of a sampled segment. */
export class RecordedSubsegment extends RecordedEntity implements CurrentSubsegment {
  readonly kind = 'subsegment';
  override readonly document: SubsegmentDraft;
  override readonly segment: RecordedSegment;
  readonly parent: RecordedEntity;
  override readonly depth: number;
  /** Whether it waits in its parent to be sent with it. */
  held = false;
  /** Whether the segment's end is this one's end too. */
  endsWithSegment = false;

  constructor(
    segment: RecordedSegment,
    parent: RecordedEntity,
    name: string,
    options: SubsegmentOptions | undefined,
  ) {
    super(segment.recording);
    this.segment = segment;
    this.parent = parent;
    this.depth = parent.depth + 1;
    const { recording } = segment;
    // What usually comes later is here already: an object that grows is moved, and becomes one of many shapes. What seldom
    // comes is not: to pass over a member that is undefined costs as well.
    this.document = {
      id: recording.ids.segmentId(),
      name,
      start_time: recording.clock.now(),
      end_time: undefined,
      in_progress: true,
      namespace: options?.namespace,
      http: undefined,
      aws: undefined,
      sql: undefined,
      annotations: undefined,
      metadata: undefined,
    };
  }

  get namespace(): string | undefined {
    return this.document.namespace;
  }

  closeWithSegment(): void {
    this.endsWithSegment = true;
  }

  setSql(block: SqlBlock): void {
    this.document.sql = merged(this.document.sql, block);
  }

  override close(error?: unknown): void {
    if (this.end(error)) this.segment.onSubsegmentClosed(this);
  }
}
