import { subscribe } from 'node:diagnostics_channel';
import { type CurrentEntity, defaultRecorder, type Recorder, type Subsegment } from '../../index.js';
import { type ChannelMessage, processWide, recordChannel } from '../channel/record-channel.js';

/** How calls of Redis are recorded; everything may be left out. */
export interface RedisOptions {
  /** The name of the subsegments; by default `redis@host:port`. */
  readonly name?: string;
  /** Where problems are told; by default the default recorder. */
  readonly recorder?: Recorder;
}

/** What both clients say of a command, or of several that go together. */
interface RedisMessage extends ChannelMessage {
  readonly command?: string;
  readonly args?: readonly unknown[];
  readonly database?: number;
  readonly serverAddress?: string;
  readonly serverPort?: number;
  readonly batchMode?: string;
  readonly batchSize?: number;
}

/** Records the commands of a client of Redis by its channels, once for the process. Arguments are never recorded. */
export function recordRedis(library: 'ioredis' | 'node-redis', options: RedisOptions): void {
  const { place, isFirst } = processWide(library, options);
  if (!isFirst) return;
  const recorder = (): Recorder => place.options.recorder ?? defaultRecorder();
  const ends = {
    end: (subsegment: Subsegment) => subsegment.close(),
    fail: (subsegment: Subsegment, error: unknown) => {
      subsegment.addError(error, { remote: true });
      subsegment.close();
    },
  };
  const isInBatch = watchBatches(library);
  recordChannel<RedisMessage>(
    `${library}:command`,
    // Commands of a batch are recorded as one, by the batch.
    {
      begin: (message, current) =>
        message.batchMode === undefined && !isInBatch() ? begin(message, current, place.options) : undefined,
      ...ends,
    },
    recorder,
  );
  recordChannel<RedisMessage>(
    `${library}:batch`,
    { begin: (message, current) => begin(message, current, place.options), ...ends },
    recorder,
  );
}

/** Not every client says which commands belong to a batch; they are sent before the call that sends the batch returns. */
function watchBatches(library: string): () => boolean {
  let depth = 0;
  subscribe(`tracing:${library}:batch:start`, () => {
    depth++;
  });
  subscribe(`tracing:${library}:batch:end`, () => {
    depth = Math.max(0, depth - 1);
  });
  return () => depth > 0;
}

function begin(message: RedisMessage, current: CurrentEntity, options: RedisOptions): Subsegment | undefined {
  const { command, batchMode, batchSize, database, serverAddress, serverPort } = message;
  const place =
    serverAddress === undefined ? '' : `@${serverAddress}${serverPort === undefined ? '' : `:${serverPort}`}`;
  const subsegment = current.beginSubsegment(options.name ?? `redis${place}`, { namespace: 'remote' });
  if (!subsegment.sampled) return undefined;
  subsegment.addMetadata('command', String(command ?? batchMode ?? 'batch').toUpperCase(), 'redis');
  if (batchSize !== undefined) subsegment.addMetadata('batch_size', batchSize, 'redis');
  if (database !== undefined) subsegment.addMetadata('database', database, 'redis');
  return subsegment;
}
