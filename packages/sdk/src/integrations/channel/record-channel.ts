import { tracingChannel } from 'node:diagnostics_channel';
import { type CurrentEntity, context, defaultRecorder, type Recorder, type Subsegment } from '../../index.js';

/** What a library says of one call: one object for all its events, which gets a result or an error at the end. */
export interface ChannelMessage {
  readonly result?: unknown;
  readonly error?: unknown;
}

/** How the calls that a library tells of are recorded. */
export interface ChannelRecording<Message extends ChannelMessage> {
  /** Begins the subsegment of a call; `undefined` where it is not to be recorded. */
  begin(message: Message, current: CurrentEntity): Subsegment | undefined;
  /** Ends it when the call went well. */
  end(subsegment: Subsegment, message: Message): void;
  /** Ends it when the call failed. */
  fail(subsegment: Subsegment, error: unknown, message: Message): void;
}

interface Call {
  readonly current: CurrentEntity;
  readonly subsegment: Subsegment | undefined;
}

/**
 * Records the calls that a library tells of on a tracing channel. Callbacks of the library run where the call was made.
 * Nothing is thrown into the library, whatever it says: what cannot be read is left out and told once.
 */
export function recordChannel<Message extends ChannelMessage>(
  name: string,
  recording: ChannelRecording<Message>,
  recorder: () => Recorder = defaultRecorder,
): void {
  const calls: WeakMap<object, Call> = new WeakMap();
  const guarded = (work: (message: Message) => void) => (message: object) => {
    try {
      work(message as Message);
    } catch (error) {
      recorder().tellLeftOut(`a message on the channel ${name} could not be read and is not recorded`, error);
    }
  };
  const finish = (message: Message): void => {
    const subsegment = calls.get(message)?.subsegment;
    if (subsegment === undefined || subsegment.closed) return;
    if ('error' in message) recording.fail(subsegment, message.error, message);
    else recording.end(subsegment, message);
  };
  const channel = tracingChannel(name);
  channel.subscribe({
    start: guarded((message) => {
      const current = context.getStore();
      if (current === undefined) return;
      calls.set(message, {
        current,
        subsegment: current.sampled ? recording.begin(message, current) : undefined,
      });
    }),
    end: guarded((message) => {
      if ('error' in message || 'result' in message) finish(message);
    }),
    asyncStart: () => {},
    asyncEnd: guarded(finish),
    error: guarded(finish),
  });
  channel.asyncStart.bindStore(context, (message) => calls.get(message)?.current as CurrentEntity);
}

/**
 * What an integration keeps for the whole process, shared by all copies of this package.
 *
 * @returns the place for its options, and whether this is the first time it is asked for
 */
export function processWide<Options>(
  name: string,
  options: Options,
): { place: { options: Options }; isFirst: boolean } {
  const slots = globalThis as unknown as Record<symbol, { options: Options } | undefined>;
  const slot = Symbol.for(`radiograph.${name}.v1`);
  const before = slots[slot];
  if (before !== undefined) {
    before.options = options;
    return { place: before, isFirst: false };
  }
  const place = { options };
  slots[slot] = place;
  return { place, isFirst: true };
}
