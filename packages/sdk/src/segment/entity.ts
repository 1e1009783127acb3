import type { AnnotationValue, AwsBlock, HttpBlock, SqlBlock, TraceHeader } from '@radiograph/protocol';
import type { Link } from './link.js';

/** How an error counts: `error` is the caller's (4xx), `fault` is ours (5xx), `throttle` is "too many requests" (429). */
export type ErrorKind = 'error' | 'fault' | 'throttle';

/** How to record an error. */
export interface ErrorOptions {
  /** How it counts; `none` where something else, such as a response's status, says so. Left out: by the error's own `statusCode` or `status`, else as a fault. */
  readonly kind?: ErrorKind | 'none';
  /** Whether it happened at the other end of a call. */
  readonly remote?: boolean;
}

/** How to begin a segment; everything may be left out. */
export interface SegmentOptions {
  /** The trace header the request came with, or its `traceparent`; its sampling decision, when it has one, is followed. */
  readonly header?: string | TraceHeader | undefined;
  /** The id to give it where others know it already; 16 hex digits. Left out: a new one. */
  readonly id?: string;
  /** The trace to join when there is no header. */
  readonly traceId?: string;
  /** The id of the caller's segment or subsegment when there is no header. */
  readonly parentId?: string;
  /** Decides sampling by hand, before the header and the sampler. */
  readonly sampled?: boolean;
  readonly user?: string;
  /** What the segment runs on, such as `AWS::ECS::Container`. */
  readonly origin?: string;
  /** The ARN of the resource that the segment is about; sampling rules may match on it. */
  readonly resourceArn?: string;
  /** Sends the segment when it begins too, so that a long one shows while it runs. The option `inProgressAfterMs` does so for whatever takes long. */
  readonly inProgress?: boolean;
  /** What sampling rules may match on: the request's `Host`, method, and path without its query. */
  readonly host?: string | undefined;
  readonly method?: string | undefined;
  readonly path?: string | undefined;
  /** What rules with attributes match on. */
  readonly attributes?: Readonly<Record<string, string>> | undefined;
}

/** How to begin a subsegment; everything may be left out. */
export interface SubsegmentOptions {
  /** `remote` for a call to another service, `aws` for a call of the AWS SDK; left out for work in this process. */
  readonly namespace?: 'remote' | 'aws';
  /** `false` keeps this subsegment, and all that happens inside it, out of the trace. */
  readonly sampled?: false;
}

/** What segments and subsegments can do. None of these methods throws, whatever it is given; after `close` they still answer. */
export interface Entity {
  /** 16 hex digits; all zero when the request is not sampled. */
  readonly id: string;
  readonly traceId: string;
  readonly name: string;
  /** Whether this is being recorded. Guard expensive annotations with it. */
  readonly sampled: boolean;
  readonly closed: boolean;

  /**
   * Adds an indexed value, which filter expressions find.
   *
   * @param key letters, digits, `_` and `.`; other characters become `_`
   * @param value a string of at most 1,000 characters, a finite number or a boolean
   */
  annotate(key: string, value: AnnotationValue): void;

  /** Adds any value, shown with the trace but not indexed. It is copied at once; cycles and the like become markers. */
  addMetadata(key: string, value: unknown, namespace?: string): void;

  /** Records an error with its stack and its causes. An error that was recorded further inside is only referred to. */
  addError(error: unknown, options?: ErrorOptions): void;

  /** Describes the HTTP exchange; called twice, the halves are merged. A status sets error, fault and throttle. */
  setHttp(block: HttpBlock): void;

  /** Describes the AWS resource; called twice, the members are merged. */
  setAws(block: AwsBlock): void;

  /**
   * Tells of a segment or subsegment of another trace that has to do with this one, such as the sender of a message in a batch.
   *
   * @param link its ids, or the trace header that it sent; a segment keeps 20, as X-Ray does
   */
  addLink(link: Link | string): void;

  /** Begins work inside this, without making it current; close it yourself. */
  beginSubsegment(name: string, options?: SubsegmentOptions): Subsegment;

  /** Runs `body` as a subsegment of this, current while it runs, and closes it with what `body` returns, throws or rejects. */
  capture<T>(name: string, body: (subsegment: Subsegment) => T): T;
  capture<T>(name: string, options: SubsegmentOptions, body: (subsegment: Subsegment) => T): T;

  /** The trace header for a call made from here: printable ASCII, as a header may be sent; empty where callees are told nothing. */
  downstreamHeader(): string;

  /** W3C's `traceparent` for a call made from here; `undefined` unless the recorder's option `traceparent` is set. */
  downstreamTraceparent(): string | undefined;

  /** Ends this; an error that is given is recorded first. Closing twice is harmless. */
  close(error?: unknown): void;

  /** For `using`: closes. */
  [Symbol.dispose](): void;
  /** For `await using`: closes. */
  [Symbol.asyncDispose](): Promise<void>;
}

/** One service's work for one request. */
export interface Segment extends Entity {
  readonly kind: 'segment';
  /** Whether its end must be told by `close`: it is recorded, or a rule counts how its requests end. */
  readonly observed: boolean;
  /** Names the user who made the request. */
  setUser(user: string): void;
  /** Sends this as it is now, in progress, so that a long one shows while it runs. */
  sendInProgress(): void;
}

/** Work inside a segment: a call to another service or a database, or anything worth timing. */
export interface Subsegment extends Entity {
  readonly kind: 'subsegment';
  /** The segment this belongs to; `undefined` where nothing is recorded. */
  readonly segment: Segment | undefined;
  /** `remote` or `aws` for calls to others. */
  readonly namespace: string | undefined;
  /** Describes the SQL call. Never put literal values into `sanitized_query`. */
  setSql(block: SqlBlock): void;
  /** From now on the segment's end is this one's end too: for calls that only wait for the rest of a body. */
  closeWithSegment(): void;
}

/** A subsegment that may be current: it knows the segment it belongs to. */
export interface CurrentSubsegment extends Subsegment {
  readonly segment: Segment;
}

/** What may be current: the value that travels through asynchronous calls. */
export type CurrentEntity = Segment | CurrentSubsegment;
