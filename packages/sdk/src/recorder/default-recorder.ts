import type { Segment, SegmentOptions } from '../segment/entity.js';
import type { RecorderOptions } from './options.js';
import { Recorder } from './recorder.js';
import { makeAlone, shareDefaultRecorder } from './shared-recorder.js';

const SLOT = Symbol.for('radiograph.recorder.v1');

const slots = globalThis as { [SLOT]?: Recorder };

const make = (): Recorder => Recorder.withUsableEnvironment();

shareDefaultRecorder(make);

/** The recorder that the functions of this package use: one per process, made when it is first needed, shared by all copies of it. */
export function defaultRecorder(): Recorder {
  slots[SLOT] ??= makeAlone(make);
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

/** Begins a segment without making it current; close it yourself. */
export function beginSegment(name: string, options?: SegmentOptions): Segment {
  return defaultRecorder().beginSegment(name, options);
}

/** Flushes, then gives back sockets and timers. What is recorded afterwards is dropped. */
export function shutdown(): Promise<void> {
  return defaultRecorder().shutdown();
}
