import type { AnnotationValue } from '@radiograph/protocol';
import { context, findInvocationsFirstBy } from '../context/context.js';
import type { ErrorOptions, Segment, Subsegment, SubsegmentOptions } from '../segment/entity.js';
import { InvocationRecorder } from './invocation-recorder.js';
import { Invocations, invocationHeader } from './invocations.js';
import { lambdaSettings } from './lambda-settings.js';

const DEFAULT = Symbol.for('radiograph.recorder.v1');
const LAMBDA = Symbol.for('radiograph.lambda-recorder.v1');

const slots = globalThis as { [DEFAULT]?: InvocationRecorder; [LAMBDA]?: InvocationRecorder };
let makeDefault: (() => InvocationRecorder) | undefined;
let making = false;
let invocations: Invocations | undefined;

// In Lambda, integrations find an invocation also where nobody has asked for a recorder yet.
findInvocationsFirstBy({
  current: () => {
    if (making || invocationHeader(process.env) === undefined) return undefined;
    const recorder = sharedRecorder();
    // A default recorder has seen to it that it is asked itself from now on.
    if (recorder === slots[DEFAULT]) return recorder.currentSegment();
    invocations ??= new Invocations(process.env, recorder);
    return invocations.current();
  },
});

/** Has the default recorder shared: whoever loads the whole SDK can make it. */
export function shareDefaultRecorder(make: () => InvocationRecorder): void {
  makeDefault = make;
}

/** Makes a recorder, for which nobody is to ask meanwhile: what making it logs may ask what is current. */
export function makeAlone<R>(make: () => R): R {
  making = true;
  try {
    return make();
  } finally {
    making = false;
  }
}

/**
 * The recorder that the functions below use: the default one, which all copies of this package share. Where the part of the SDK
 * that makes it is not loaded, one that does without sampling and options: a function on Lambda needs neither.
 */
export function sharedRecorder(): InvocationRecorder {
  return slots[DEFAULT] ?? slots[LAMBDA] ?? makeShared();
}

function makeShared(): InvocationRecorder {
  making = true;
  try {
    if (makeDefault === undefined) slots[LAMBDA] = new InvocationRecorder(lambdaSettings(process.env));
    else slots[DEFAULT] = makeDefault();
  } finally {
    making = false;
  }
  return sharedRecorder();
}

/**
 * Runs `body` as a subsegment of what is current, and closes it with what `body` returns, throws or rejects.
 *
 * @example
 * const cart = await capture('load cart', async (subsegment) => { subsegment.annotate('items', 3); return loadCart(); });
 */
export function capture<T>(name: string, body: (subsegment: Subsegment) => T): T;
export function capture<T>(name: string, options: SubsegmentOptions, body: (subsegment: Subsegment) => T): T;
export function capture<T>(
  name: string,
  first: SubsegmentOptions | ((subsegment: Subsegment) => T),
  second?: (subsegment: Subsegment) => T,
): T {
  const current = context.getStore() ?? sharedRecorder();
  return current.capture(name, first as SubsegmentOptions, second as (subsegment: Subsegment) => T);
}

/** Begins a subsegment of what is current, without making it current; close it yourself. */
export function beginSubsegment(name: string, options?: SubsegmentOptions): Subsegment {
  return sharedRecorder().beginSubsegment(name, options);
}

/** Makes a segment or subsegment current while `body` runs, and in all that it starts. Does not close it. */
export function run<T>(entity: Segment | Subsegment, body: () => T): T {
  return sharedRecorder().run(entity, body);
}

/** The segment of the current request; `undefined` outside any. */
export function currentSegment(): Segment | undefined {
  return sharedRecorder().currentSegment();
}

/** The innermost subsegment that is current; `undefined` outside any. */
export function currentSubsegment(): Subsegment | undefined {
  return sharedRecorder().currentSubsegment();
}

/** Adds an indexed value to what is current, which filter expressions find. */
export function annotate(key: string, value: AnnotationValue): void {
  sharedRecorder().annotate(key, value);
}

/** Adds any value to what is current, shown with the trace but not indexed. */
export function addMetadata(key: string, value: unknown, namespace?: string): void {
  sharedRecorder().addMetadata(key, value, namespace);
}

/** Records an error in what is current. */
export function addError(error: unknown, options?: ErrorOptions): void {
  sharedRecorder().addError(error, options);
}

/** Resolves when all that was closed so far is sent. Never rejects. */
export function flush(): Promise<void> {
  return sharedRecorder().flush();
}
