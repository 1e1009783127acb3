import type {
  AnnotationValue,
  ExceptionDocument,
  JsonValue,
  LinkDocument,
  SegmentDocument,
  SubsegmentDocument,
} from '@radiograph/protocol';

/** A document while it is being written. */
type Draft<T> = { -readonly [Member in keyof T]: T[Member] | undefined };

/** The members of a draft that grow member by member. */
interface Growing {
  annotations?: Record<string, AnnotationValue> | undefined;
  metadata?: Record<string, Record<string, JsonValue>> | undefined;
  cause?: string | { working_directory: string; exceptions: ExceptionDocument[] } | undefined;
  links?: LinkDocument[] | undefined;
  subsegments?: SubsegmentDraft[] | undefined;
}

/** A segment's document while it is being written. */
export type SegmentDraft = Omit<Draft<SegmentDocument>, keyof Growing> & Growing;

/** A subsegment's document while it is being written. */
export type SubsegmentDraft = Omit<Draft<SubsegmentDocument>, keyof Growing> & Growing;

/** What both have in common. */
export type EntityDraft = SegmentDraft | SubsegmentDraft;
