/**
 * The documents of X-Ray, as they travel: plain readonly JSON data with the wire's snake_case names.
 * Times are epoch seconds as numbers with a fraction. Members a writer may leave out are optional.
 */

/** An annotation's value: the scalars that X-Ray indexes. */
export type AnnotationValue = string | number | boolean;

/** Annotations by key, indexed and usable in filter expressions. */
export type Annotations = Readonly<Record<string, AnnotationValue>>;

/** Any JSON value, as metadata may hold it. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

/** Metadata by namespace, kept and shown, never indexed. SDKs write an object of keys into a namespace; any JSON may be there. */
export type Metadata = Readonly<Record<string, JsonValue>>;

/** One HTTP exchange: the incoming one on a segment, an outgoing one on a subsegment. */
export interface HttpBlock {
  readonly request?: HttpRequestBlock;
  readonly response?: HttpResponseBlock;
}

/** The request's half of an {@link HttpBlock}. */
export interface HttpRequestBlock {
  readonly method?: string;
  readonly url?: string;
  readonly user_agent?: string;
  readonly client_ip?: string;
  readonly x_forwarded_for?: boolean;
  readonly traced?: boolean;
}

/** The response's half of an {@link HttpBlock}; `content_length` in bytes. */
export interface HttpResponseBlock {
  readonly status?: number;
  readonly content_length?: number;
}

/** A SQL call. `sanitized_query` never holds literal values. */
export interface SqlBlock {
  readonly connection_string?: string;
  readonly url?: string;
  readonly sanitized_query?: string;
  readonly database_type?: string;
  readonly database_version?: string;
  readonly driver_version?: string;
  readonly user?: string;
  readonly preparation?: string;
}

/** Where a segment ran, or which AWS resource a subsegment called. Members unknown here are kept. */
export interface AwsBlock {
  readonly account_id?: string;
  readonly operation?: string;
  readonly region?: string;
  readonly request_id?: string;
  readonly queue_url?: string;
  readonly table_name?: string;
  readonly table_names?: readonly string[];
  readonly resource_names?: readonly string[];
  readonly bucket_name?: string;
  readonly function_name?: string;
  readonly topic_arn?: string;
  readonly stream_name?: string;
  readonly state_machine_arn?: string;
  readonly function_arn?: string;
  readonly retries?: number;
  readonly ec2?: Readonly<Record<string, JsonValue>>;
  readonly ecs?: Readonly<Record<string, JsonValue>>;
  readonly eks?: Readonly<Record<string, JsonValue>>;
  readonly elastic_beanstalk?: Readonly<Record<string, JsonValue>>;
  readonly cloudwatch_logs?: readonly Readonly<Record<string, JsonValue>>[];
  readonly xray?: Readonly<Record<string, JsonValue>>;
  readonly [member: string]: JsonValue | undefined;
}

/** One frame of a stack. */
export interface StackFrame {
  readonly path?: string;
  readonly line?: number;
  readonly label?: string;
}

/** One recorded exception; `cause` is the id of the exception that led to it. X-Ray asks for an id, hand-written ones lack it. */
export interface ExceptionDocument {
  readonly id?: string;
  readonly message?: string;
  readonly type?: string;
  readonly remote?: boolean;
  readonly truncated?: number;
  readonly skipped?: number;
  readonly cause?: string;
  readonly stack?: readonly StackFrame[];
}

/** Why an entity failed: exceptions, or the id of an exception recorded elsewhere in the trace. */
export type Cause =
  | string
  | {
      readonly working_directory?: string;
      readonly paths?: readonly string[];
      readonly exceptions?: readonly ExceptionDocument[];
    };

/** A link to an entity of another trace. */
export interface LinkDocument {
  readonly trace_id: string;
  readonly id: string;
  readonly attributes?: Readonly<Record<string, JsonValue>>;
}

/** What segments and subsegments have in common. */
export interface EntityDocument {
  readonly id: string;
  readonly name: string;
  readonly start_time: number;
  readonly end_time?: number;
  readonly in_progress?: boolean;
  readonly error?: boolean;
  readonly fault?: boolean;
  readonly throttle?: boolean;
  readonly cause?: Cause;
  readonly http?: HttpBlock;
  readonly aws?: AwsBlock;
  readonly annotations?: Annotations;
  readonly metadata?: Metadata;
  readonly subsegments?: readonly SubsegmentDocument[];
  readonly precursor_ids?: readonly string[];
  readonly links?: readonly LinkDocument[];
}

/** One service's work for one request. `inferred` is written by the service only. */
export interface SegmentDocument extends EntityDocument {
  readonly trace_id: string;
  readonly parent_id?: string;
  readonly type?: undefined;
  readonly service?: Readonly<Record<string, JsonValue>>;
  readonly user?: string;
  readonly origin?: string;
  readonly resource_arn?: string;
  readonly inferred?: boolean;
  /** On inferred segments only: the call to the database that the segment stands for. */
  readonly sql?: SqlBlock;
}

/** Work inside a segment, embedded in its `subsegments`, or sent on its own (then with `type`, `trace_id` and `parent_id`). */
export interface SubsegmentDocument extends EntityDocument {
  readonly namespace?: string;
  readonly traced?: boolean;
  readonly sql?: SqlBlock;
  readonly trace_id?: string;
  readonly parent_id?: string;
  readonly type?: 'subsegment';
}

/** A subsegment sent on its own. */
export interface IndependentSubsegmentDocument extends SubsegmentDocument {
  readonly type: 'subsegment';
  readonly trace_id: string;
  readonly parent_id: string;
}

/** What one datagram, or one string of PutTraceSegments, holds. */
export type TraceDocument = SegmentDocument | IndependentSubsegmentDocument;

/** Tells a subsegment sent on its own from a segment. */
export function isSubsegmentDocument(document: TraceDocument): document is IndependentSubsegmentDocument {
  return document.type === 'subsegment';
}
