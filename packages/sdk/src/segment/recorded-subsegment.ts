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
    const { recording } = segment;
    this.document = {
      id: recording.ids.segmentId(),
      name,
      start_time: recording.clock.now(),
      in_progress: true,
    };
    if (options?.namespace !== undefined) this.document.namespace = options.namespace;
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
