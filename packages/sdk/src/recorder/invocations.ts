import type { CurrentInvocation } from '../context/context.js';
import type { Segment } from '../segment/entity.js';

/** Facades kept for invocations at the same time; more than an environment of Lambda ever runs at once. */
const MOST_KEPT = 256;

interface LambdaGlobals {
  readonly awslambda?: { readonly InvokeStore?: { getXRayTraceId?(): string | undefined } };
}

/** Begins the segments that stand for invocations. */
interface FacadeMaker {
  beginFacade(header: string): Segment | undefined;
}

/**
 * The trace header of the Lambda invocation that is going on; `undefined` outside any. Where several run at once the runtime's
 * invoke store knows which; else the runtime sets `_X_AMZN_TRACE_ID` before each.
 */
export function invocationHeader(env: NodeJS.ProcessEnv): string | undefined {
  return (globalThis as LambdaGlobals).awslambda?.InvokeStore?.getXRayTraceId?.() ?? env['_X_AMZN_TRACE_ID'];
}

/** The segments that stand for invocations, so that all that is recorded in one invocation, without a wrapper too, is in the same. */
export class Invocations implements CurrentInvocation {
  readonly #env: NodeJS.ProcessEnv;
  readonly #recorder: FacadeMaker;
  readonly #kept: Map<string, Segment | undefined> = new Map();

  constructor(env: NodeJS.ProcessEnv, recorder: FacadeMaker) {
    this.#env = env;
    this.#recorder = recorder;
  }

  /** The segment of the invocation that is going on. */
  current(): Segment | undefined {
    const header = invocationHeader(this.#env);
    if (header === undefined) return undefined;
    const known = this.#kept.get(header);
    if (known !== undefined || this.#kept.has(header)) return known;
    const segment = this.#recorder.beginFacade(header);
    if (this.#kept.size >= MOST_KEPT) this.#kept.delete(this.#kept.keys().next().value as string);
    this.#kept.set(header, segment);
    return segment;
  }
}
