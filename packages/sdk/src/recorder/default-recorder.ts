import type { AnnotationValue } from '@radiograph/protocol';
import { findInvocationsFirstBy } from '../context/context.js';
import type {
  ErrorOptions,
  Segment,
  SegmentOptions,
  Subsegment,
  SubsegmentOptions,
} from '../segment/entity.js';
import { invocationHeader } from './invocations.js';
import type { RecorderOptions } from './options.js';
import { Recorder } from './recorder.js';

const SLOT = Symbol.for('radiograph.recorder.v1');

// In Lambda, integrations find an invocation also where nobody has asked for a recorder yet: making one sees to the others.
let making = false;
findInvocationsFirstBy(() => {
  if (making || invocationHeader(process.env) === undefined) return undefined;
  return defaultRecorder().currentSegment();
});

/** The recorder that the functions below use: one per process, made when it is first needed, shared by all copies of this package. */
export function defaultRecorder(): Recorder {
  const slots = globalThis as { [SLOT]?: Recorder };
  if (slots[SLOT] !== undefined) return slots[SLOT];
  making = true;
  try {
    slots[SLOT] = Recorder.withUsableEnvironment();
  } finally {
    making = false;
  }
  return slots[SLOT];
}

/**
 * Configures the default recorder; options that are not given keep their value.
 *
 * @throws SdkError when an option cannot be used
 * @example
 * configure({ service: 'shop', daemonAddress: '127.0.0.1:2000', sampling: 'all' });
 */
export function configure(options: RecorderOptions): void {
  defaultRecorder().configure(options);
}

/**
 * Runs `body` in a new segment, current while it runs, and closes it with what `body` returns, throws or rejects.
 *
 * @example
 * await segment('nightly report', async (segment) => { segment.annotate('day', 'monday'); });
 */
export function segment<T>(name: string, body: (segment: Segment) => T): T;
export function segment<T>(name: string, options: SegmentOptions, body: (segment: Segment) => T): T;
export function segment<T>(
  name: string,
  first: SegmentOptions | ((segment: Segment) => T),
  second?: (segment: Segment) => T,
): T {
  const recorder = defaultRecorder();
  if (typeof first === 'function') return recorder.segment(name, first);
  return recorder.segment(name, first, second as (segment: Segment) => T);
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
  const recorder = defaultRecorder();
  if (typeof first === 'function') return recorder.capture(name, first);
  return recorder.capture(name, first, second as (subsegment: Subsegment) => T);
}

/** Begins a segment without making it current; close it yourself. */
export function beginSegment(name: string, options?: SegmentOptions): Segment {
  return defaultRecorder().beginSegment(name, options);
}

/** Begins a subsegment of what is current, without making it current; close it yourself. */
export function beginSubsegment(name: string, options?: SubsegmentOptions): Subsegment {
  return defaultRecorder().beginSubsegment(name, options);
}

/** Makes a segment or subsegment current while `body` runs, and in all that it starts. Does not close it. */
export function run<T>(entity: Segment | Subsegment, body: () => T): T {
  return defaultRecorder().run(entity, body);
}

/** The segment of the current request; `undefined` outside any. */
export function currentSegment(): Segment | undefined {
  return defaultRecorder().currentSegment();
}

/** The innermost subsegment that is current; `undefined` outside any. */
export function currentSubsegment(): Subsegment | undefined {
  return defaultRecorder().currentSubsegment();
}

/** Adds an indexed value to what is current, which filter expressions find. */
export function annotate(key: string, value: AnnotationValue): void {
  defaultRecorder().annotate(key, value);
}

/** Adds any value to what is current, shown with the trace but not indexed. */
export function addMetadata(key: string, value: unknown, namespace?: string): void {
  defaultRecorder().addMetadata(key, value, namespace);
}

/** Records an error in what is current. */
export function addError(error: unknown, options?: ErrorOptions): void {
  defaultRecorder().addError(error, options);
}

/** Resolves when all that was closed so far is sent. Never rejects. */
export function flush(): Promise<void> {
  return defaultRecorder().flush();
}

/** Flushes, then gives back sockets and timers. What is recorded afterwards is dropped. */
export function shutdown(): Promise<void> {
  return defaultRecorder().shutdown();
}
