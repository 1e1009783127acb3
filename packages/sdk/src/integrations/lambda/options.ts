import type { Recorder } from '../../index.js';
import type { LambdaContext } from './lambda-context.js';

/** How invocations are recorded; everything may be left out. */
export interface LambdaOptions {
  /** Records with this recorder instead of the default one. */
  readonly recorder?: Recorder;
  /** The name of the subsegment around the handler. Default: the handler that the function is configured with, such as `index.main`. */
  readonly name?: string;
  /** Annotates that subsegment with `ColdStart`, whether this is the environment's first invocation. */
  readonly coldStart?: boolean;
  /** Annotates that subsegment with `Service`. */
  readonly service?: string;
  /** Tells who the invocation is for, for the annotation `User`, and for the segment's user where it is sent from here. */
  readonly user?: (event: unknown, context: LambdaContext) => string | undefined;
  /** Whether requests of API Gateway, load balancers and function URLs are described. Default `true`. */
  readonly http?: boolean;
  /** Whether messages are linked to the traces that sent them. Default `true`. */
  readonly links?: boolean;
  /** Whether the segments are sent too that Lambda itself sends elsewhere. Default: where Lambda's own daemon is not the one that is sent to. */
  readonly platformSegments?: boolean;
  /** The longest that the end of an invocation waits for its documents to be sent, in milliseconds. Default 250. */
  readonly flushTimeoutMs?: number;
  /** How long before the time limit what is open is sent as in progress, in milliseconds. Default 200. */
  readonly deadlineMarginMs?: number;
}
