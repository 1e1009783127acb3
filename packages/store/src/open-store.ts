import { mkdirSync } from 'node:fs';
import { BackgroundCheck } from './processes/background-check.js';
import { unreadableError } from './sqlite/failure.js';
import type { ReadCalls, ReadThreadOptions, WriteCalls, WriteThreadOptions } from './threads/calls.js';
import { ChangeNotices } from './threads/change-notices.js';
import { ThreadChannel, type Unasked } from './threads/thread-channel.js';
import { ThreadedStore } from './threads/threaded-store.js';
import type { TraceStore } from './trace-store.js';

/** A trace takes documents up to this size in sum by default; what comes after is left out. */
const MAX_TRACE_BYTES = 64 * 1024 * 1024;

/** Most traces are whole within seconds: what comes later costs unpacking, what is packed later costs disk meanwhile. */
const PACK_AFTER_S = 120;

/** A file of this size is read through in a few seconds. */
const CHECK_BYTES = 1024 * 1024 * 1024;

/** What documents leave behind is swept as well in half of what Node would take, and the process stays a hundred megabytes smaller. */
const WRITE_YOUNG_MB = 24;

const WRITE_THREAD = new URL('./threads/write-thread.js', import.meta.url);
const READ_THREAD = new URL('./threads/read-thread.js', import.meta.url);

/** Where the store writes about what goes wrong behind its callers' backs; pino fits. */
export interface StoreLogger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** How a store is opened. */
export interface StoreOptions {
  /** The data folder; made when it is missing. One process at a time may have it open. */
  readonly folder: string;
  /** How long traces are kept, in seconds; forever when absent. */
  readonly retentionS?: number;
  /**
   * The most bytes that the store takes on disk; without limit when absent. The oldest traces go first. Looked after every ten seconds: what
   * arrives in between may exceed it for a while.
   */
  readonly maxDiskBytes?: number;
  /** The most bytes of documents kept for one trace; 64 MB when absent. Beyond it `limitExceeded` is set. */
  readonly maxTraceBytes?: number;
  /** How many annotations of a trace can be searched, those of earlier segments first; all when absent. */
  readonly indexedAnnotations?: number;
  /**
   * Keys of annotations that are indexed however many others there are; the first 250 of a store are in any case. Those of an earlier opening
   * stay so.
   */
  readonly indexedKeys?: readonly string[];
  /** How long after its arrival and its end a trace is packed into a compressed block, in seconds; 120 when absent. */
  readonly packAfterS?: number;
  /**
   * How large a file may be, in bytes, that is read through before the store opens when an earlier process did not close it; 1 GB when absent.
   * A larger one is checked beside the work: if it is found damaged, nothing is written any more, and reads go on.
   */
  readonly checkBytes?: number;
  readonly logger?: StoreLogger;
}

/**
 * Opens the embedded store in a folder: SQLite, with one thread that writes and one that reads. What an earlier process was
 * killed over is checked and finished first thing.
 *
 * @throws StoreError `store/locked`, `store/damaged`, `store/unreadable`, `store/newer-schema`
 * @example
 * const store = await openStore({ folder: 'data', retentionS: 30 * 86_400 });
 * await store.append([Buffer.from(document)], { durability: 'fsync', maxDocumentBytes: 1_048_576 });
 */
export async function openStore(options: StoreOptions): Promise<TraceStore> {
  const {
    folder,
    retentionS,
    maxDiskBytes,
    maxTraceBytes = MAX_TRACE_BYTES,
    indexedAnnotations,
    indexedKeys = [],
    packAfterS = PACK_AFTER_S,
    checkBytes = CHECK_BYTES,
    logger,
  } = options;
  makeFolder(folder);
  const notices = new ChangeNotices();
  let damage: string | undefined;
  const onUnasked = (message: Unasked): void => {
    if (message.kind === 'changed') notices.changed(message.traceIds);
    else if (message.kind === 'refused') damage = message.damage;
    else if (message.kind === 'note') logger?.info({ folder, ...message.fields }, message.message);
    else logger?.error(message.fields, message.message);
  };
  const readOptions: ReadThreadOptions = {
    folder,
    ...(retentionS !== undefined && { retentionS }),
    ...(maxDiskBytes !== undefined && { maxDiskBytes }),
  };
  const writeOptions: WriteThreadOptions = {
    ...readOptions,
    maxTraceBytes,
    packAfterS,
    checkBytes,
    indexedKeys,
    ...(indexedAnnotations !== undefined && { indexedAnnotations }),
  };
  const writer = await ThreadChannel.start<WriteCalls>(WRITE_THREAD, writeOptions, onUnasked, {
    maxYoungGenerationSizeMb: WRITE_YOUNG_MB,
  });
  try {
    const reader = await ThreadChannel.start<ReadCalls>(READ_THREAD, readOptions, onUnasked);
    const check = (await writer.call('unchecked', null)) ? startCheck(folder, writer, logger) : undefined;
    return new ThreadedStore({
      writer,
      reader,
      notices,
      damage: () => damage,
      ...(check !== undefined && { check }),
    });
  } catch (error) {
    await writer.close();
    throw error;
  }
}

/** Reads a large file through in a process of its own, and has writing ended where it is damaged. */
function startCheck(
  folder: string,
  writer: ThreadChannel<WriteCalls>,
  logger: StoreLogger | undefined,
): BackgroundCheck {
  logger?.warn({ folder }, 'the store was not closed; its file is checked beside the work');
  const check = new BackgroundCheck(folder, (step, done, all) =>
    logger?.info({ folder, step, done, all }, 'checking the file of the store'),
  );
  void check.problems.then((problems) => {
    if (problems === undefined) logger?.warn({ folder }, 'the check of the file did not come to its end');
    else if (problems.length === 0) logger?.info({ folder }, 'the file of the store is whole');
    else void writer.call('refuse', problems);
  });
  return check;
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw unreadableError(folder, error instanceof Error ? error.message : String(error), error);
  }
}
