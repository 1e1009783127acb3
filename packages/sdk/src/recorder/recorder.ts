import { parseTraceparent, type TraceHeader } from '@radiograph/protocol';
import { context, findInvocationsBy } from '../context/context.js';
import { runAndClose } from '../context/run.js';
import type { Sampler, SamplingDecision } from '../sampling/sampler.js';
import type { Segment, SegmentOptions } from '../segment/entity.js';
import { WatchedSegment } from '../segment/watched-segment.js';
import { InvocationRecorder } from './invocation-recorder.js';
import { Invocations } from './invocations.js';
import type { RecorderOptions } from './options.js';
import { loadPlugins } from './plugin.js';
import type { Outlet, Recording } from './recording.js';
import { makeSettings, type Settings } from './settings.js';

const LEAVE: SamplingDecision = { sampled: false };
const SAMPLER_OPTIONS = [
  'sampling',
  'daemonAddress',
  'clock',
  'logger',
  'logLevel',
] as const satisfies readonly (keyof RecorderOptions)[];

/**
 * Opens and closes segments, decides which are recorded, and sends their documents. An application usually needs only
 * the default one, which the functions of this package use; several can work in one process, and share what is current.
 * Apart from the constructor and `configure`, nothing here throws what the given bodies do not throw, unless
 * `contextMissing` is `throw`.
 *
 * @example
 * const recorder = new Recorder({ sampling: 'all' });
 * await recorder.segment('shop', async (segment) => segment.annotate('items', 3));
 * await recorder.shutdown();
 */
export class Recorder extends InvocationRecorder {
  readonly #env: NodeJS.ProcessEnv;
  readonly #outlet: Outlet;
  #options: RecorderOptions;
  #settings: Settings;

  /**
   * @param env where environment variables are read
   * @throws SdkError when an option or a variable cannot be used; the message says which and why
   */
  constructor(options: RecorderOptions = {}, env: NodeJS.ProcessEnv = process.env) {
    const settings = makeSettings(options, env);
    super(settings);
    this.#env = env;
    this.#options = options;
    this.#settings = settings;
    this.#outlet = this.#settings.recording.outlet;
    if (settings.lambda) {
      this.#outlet.emitter.open?.();
      findInvocationsBy(new Invocations(env, this));
    }
    this.#start();
  }

  /** The default recorder: what cannot be used in the environment is logged and left out, as it is made inside requests. */
  static withUsableEnvironment(env: NodeJS.ProcessEnv = process.env): Recorder {
    try {
      return new Recorder({}, env);
    } catch (error) {
      const recorder = new Recorder({}, { ...env, AWS_XRAY_DAEMON_ADDRESS: '', RADIOGRAPH_SAMPLING: '' });
      recorder.#settings.recording.problems.report(
        'sdk/environment-ignored',
        'a variable of the environment was ignored',
        { error },
      );
      return recorder;
    }
  }

  /**
   * Changes the options that are given and keeps the others. Segments that are open finish as they began, but are sent
   * by the new emitter.
   *
   * @throws SdkError when an option cannot be used; then nothing changes
   */
  configure(options: RecorderOptions): void {
    const merged = { ...this.#options, ...options };
    const next = makeSettings(merged, this.#env, this.#settings.datagrams);
    const before = this.#outlet.emitter;
    this.#outlet.emitter = next.recording.outlet.emitter;
    const sampler = this.#nextSampler(next, merged);
    if (before !== this.#options.emitter) void before.close();
    this.#options = merged;
    this.#settings = { ...next, sampler, recording: { ...next.recording, outlet: this.#outlet } };
    this.follow(this.#settings);
    this.#start();
  }

  /** A sampler that goes on keeps what it has learnt. */
  #nextSampler(next: Settings, merged: RecorderOptions): Sampler {
    const { sampler } = this.#settings;
    const goesOn = SAMPLER_OPTIONS.every((option) => merged[option] === this.#options[option]);
    if (goesOn || next.sampler === sampler) return sampler;
    sampler.close?.();
    return next.sampler;
  }

  /** Begins what goes on in the background; nothing waits for it. */
  #start(): void {
    const { disabled, recording, sampler } = this.#settings;
    const { plugins } = this.#options;
    if (disabled) return;
    if (plugins !== undefined) void loadPlugins(plugins, recording.surroundings, recording.problems);
    sampler.start?.();
  }

  /** A caller may have sent W3C's header instead. */
  protected override headerOf(options: SegmentOptions): TraceHeader {
    const header = super.headerOf(options);
    if (header.root !== undefined || typeof options.header !== 'string') return header;
    return parseTraceparent(options.header) ?? header;
  }

  protected override beginUnsampled(
    recording: Recording,
    name: string,
    header: TraceHeader,
    decision: SamplingDecision,
  ): Segment {
    const { onEnd } = decision;
    if (onEnd === undefined) return super.beginUnsampled(recording, name, header, decision);
    return new WatchedSegment(recording, name, header.root, header.rest, onEnd);
  }

  protected override decide(serviceName: string, options: SegmentOptions): SamplingDecision {
    const { sampler, recording } = this.#settings;
    const { host, method, path, attributes, resourceArn } = options;
    const serviceType = options.origin ?? recording.surroundings.origin;
    try {
      return sampler.sample({ serviceName, serviceType, host, method, path, resourceArn, attributes });
    } catch (error) {
      recording.problems.report('sdk/sampler-failed', 'the sampler threw, so the request is not recorded', {
        error,
      });
      return LEAVE;
    }
  }

  /** Runs `body` in a new segment, current while it runs, and closes it with what `body` returns, throws or rejects. */
  segment<T>(name: string, body: (segment: Segment) => T): T;
  segment<T>(name: string, options: SegmentOptions, body: (segment: Segment) => T): T;
  segment<T>(
    name: string,
    first: SegmentOptions | ((segment: Segment) => T),
    second?: (segment: Segment) => T,
  ): T {
    const body = (typeof first === 'function' ? first : second) as (segment: Segment) => T;
    const segment = this.beginSegment(name, typeof first === 'function' ? undefined : first);
    if (segment.observed) return runAndClose(segment, body);
    return this.disabled ? body(segment) : context.run(segment, body, segment);
  }

  /** Flushes, then gives back sockets and timers. What is recorded afterwards is dropped. */
  async shutdown(): Promise<void> {
    this.#settings.sampler.close?.();
    await this.#outlet.emitter.close();
  }
}
