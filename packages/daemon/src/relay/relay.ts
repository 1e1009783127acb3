import type { Verdict } from '@radiograph/protocol';
import { findIds } from '../document-ids.js';
import { DropLog } from '../drop-log.js';
import { logDrop } from '../intake-log.js';
import { type Logger, silentLogger } from '../logger.js';
import { allAccepted, type PackedDocuments, type PackedSink, packDocuments } from '../packed-documents.js';
import type { Spool } from '../spool/spool.js';
import type { Batch } from './batch.js';
import { type BatchLimits, BatchQueue } from './batch-queue.js';
import { Drain } from './drain.js';
import { Ledger, type RelayCounters, type RelayLoss } from './ledger.js';
import { Link } from './link.js';
import { RelayLog } from './relay-log.js';
import type { UnprocessedDocument, Upload, UploadAnswer } from './upload.js';

/** When a batch of a relay is full. */
interface BatchSettings {
  /** Documents of a batch, 50 when left out. */
  readonly batchDocuments?: number;
  /** Bytes of a batch's documents, 1 MiB when left out. */
  readonly batchBytes?: number;
  /** How long a document may wait for its batch to fill, 1 s when left out. */
  readonly batchAgeMs?: number;
}

/** What may change while a relay runs. */
export interface RelaySettings extends BatchSettings {
  /** Batches under way at once, 8 when left out; what drains from the spool takes half as many more. */
  readonly concurrency?: number;
  /** Attempts at a batch before it goes to the spool or is dropped, 3 when left out. */
  readonly attempts?: number;
  /** Bytes of documents that may wait in memory for their turn, 16 MB when left out. */
  readonly queueBytes?: number;
  /**
   * What happens when that is full and there is no spool: `newest`, the default, makes whoever hands documents over wait, so that the
   * intake's buffer fills and drops what arrives; `oldest` drops what has waited longest.
   */
  readonly drop?: 'newest' | 'oldest';
}

/** What a relay is made with. */
export interface RelayOptions extends RelaySettings {
  readonly upload: Upload;
  /** Where documents wait while the other side is away; without one they are dropped when every attempt has failed. */
  readonly spool?: Spool;
  readonly logger?: Logger;
  /** Waits between attempts: at most `baseMs` after the first, doubling up to `capMs`; 200 ms and 30 s when left out. */
  readonly backOff?: { readonly baseMs: number; readonly capMs: number };
}

const MEGABYTE = 1024 * 1024;
/** Codes of refusals that are counted by name; beyond it they are `other`, since they come from outside. */
const CODE = /^[\w.:-]{1,64}$/;

/**
 * Hands documents, never parsed, to X-Ray or whatever speaks like it, in batches; keeps them while it is away. Its verdict on a
 * document says that it has been taken over, by a copy; what became of it after that is in the relay's own counters.
 *
 * @example
 * const relay = new Relay({ upload, spool, logger });
 * const intake = await startIntake({ sink: relay, host: '127.0.0.1', port: 2000 });
 */
export class Relay implements PackedSink {
  readonly #spool: Spool | undefined;
  readonly #ledger = new Ledger();
  readonly #drops: DropLog;
  readonly #log: RelayLog;
  readonly #queue: BatchQueue;
  readonly #link: Link;
  readonly #drain: Drain | undefined;
  readonly #abort = new AbortController();
  readonly #underWay = new Map<Batch, Promise<void>>();
  #upload: Upload;
  #settings: Required<Omit<RelaySettings, keyof BatchSettings>>;
  #roomMade: (() => void)[] = [];
  #closing: Promise<void> | undefined;

  constructor(options: RelayOptions) {
    const { upload, spool, logger = silentLogger, backOff = { baseMs: 200, capMs: 30_000 } } = options;
    this.#upload = upload;
    this.#spool = spool;
    this.#settings = settingsOf(options);
    this.#drops = new DropLog((line) => logDrop(logger, line));
    this.#log = new RelayLog(logger, this.#drops);
    this.#link = new Link(backOff);
    this.#queue = new BatchQueue(batchLimitsOf(options), () => this.#pump());
    if (spool === undefined) return;
    this.#ledger.recovered = spool.documents + spool.lostBefore;
    spool.onLoss = (loss, documents) => this.#lose(loss, documents);
    this.#drain = new Drain({
      spool,
      limits: () => ({
        ...this.#queue.limits,
        lanes: Math.max(1, Math.floor(this.#settings.concurrency / 2)),
      }),
      send: (batch, signal) => this.#sendUntilSettled(batch, signal),
    });
  }

  /** Sends by other means or with other settings from now on; what waits is kept. */
  configure(upload: Upload, settings: RelaySettings): void {
    this.#upload = upload;
    this.#settings = settingsOf(settings);
    this.#queue.limits = batchLimitsOf(settings);
    this.#pump();
  }

  async accept(documents: readonly Uint8Array[]): Promise<readonly Verdict[]> {
    await this.acceptPacked(packDocuments(documents));
    return allAccepted(documents.length);
  }

  async acceptPacked(documents: PackedDocuments): Promise<void> {
    this.#ledger.taken += documents.ends.length;
    this.#queue.add(documents);
    this.#pump();
    if (this.#queue.bytes > this.#settings.queueBytes) await this.#makeRoom();
  }

  counters(): RelayCounters {
    const underWay = [...this.#underWay.keys()].reduce((sum, batch) => sum + batch.count, 0);
    const { away, problem } = this.#link.state;
    return {
      ...this.#ledger.figures(),
      waiting: this.#queue.documents + underWay + (this.#drain?.underWay ?? 0),
      waitingBytes: this.#queue.bytes,
      spooled: this.#spool?.documents ?? 0,
      spooledBytes: this.#spool?.bytes ?? 0,
      away,
      ...(problem !== undefined && { problem }),
    };
  }

  /**
   * Sends what waits in memory for as long as `withinMs` allows; what is left then goes to the spool, or is dropped and counted as
   * `shutdown` where there is none. What is in the spool stays there. The spool itself is its owner's to close.
   */
  close(withinMs = 5000): Promise<void> {
    this.#closing ??= this.#close(withinMs);
    return this.#closing;
  }

  async #close(withinMs: number): Promise<void> {
    const deadline = setTimeout(() => this.#abort.abort(), withinMs);
    const drained = this.#drain?.close(withinMs);
    this.#queue.seal();
    this.#pump();
    while (this.#underWay.size > 0) await Promise.race(this.#underWay.values());
    await drained;
    clearTimeout(deadline);
    this.#abort.abort();
    this.#drops.flush();
  }

  #pump(): void {
    while (this.#underWay.size < this.#settings.concurrency) {
      const batch = this.#queue.take();
      if (batch === undefined) break;
      this.#start(batch);
    }
    if (this.#queue.bytes > this.#settings.queueBytes) return;
    for (const resume of this.#roomMade.splice(0)) resume();
  }

  #start(batch: Batch): void {
    const done = this.#deliver(batch).then(() => {
      this.#underWay.delete(batch);
      this.#queue.release(batch);
      this.#pump();
    });
    this.#underWay.set(batch, done);
  }

  /** Too much waits in memory: the spool takes it, or the oldest goes, or whoever hands over waits. */
  async #makeRoom(): Promise<void> {
    while (this.#queue.bytes > this.#settings.queueBytes) {
      if (this.#spool === undefined && this.#settings.drop === 'newest') {
        await new Promise<void>((resolve) => this.#roomMade.push(resolve));
        return;
      }
      this.#queue.seal();
      const batch = this.#queue.take();
      if (batch === undefined) return;
      if (this.#spool === undefined || !(await this.#spoolAway(batch))) this.#lose('queue-full', batch.count);
      this.#queue.release(batch);
    }
  }

  /** Settles when the batch is sent, refused, on disk or dropped. */
  async #deliver(batch: Batch): Promise<void> {
    for (let attempt = 0; ; ) {
      const over = attempt >= this.#settings.attempts || this.#abort.signal.aborted;
      if ((over || this.#link.away) && (await this.#spoolAway(batch))) return;
      if (over) return this.#lose(this.#lossOf(), batch.count);
      const answer = await this.#try(batch, this.#abort.signal);
      if (answer !== undefined && (await this.#settle(batch, answer))) return;
      attempt += 1;
    }
  }

  /** The same for a batch out of the spool: it is tried until the other side answers; false when the signal ended that. */
  async #sendUntilSettled(batch: Batch, signal: AbortSignal): Promise<boolean> {
    while (!signal.aborted) {
      const answer = await this.#try(batch, signal);
      if (answer !== undefined && (await this.#settle(batch, answer, signal))) return true;
    }
    return false;
  }

  #try(batch: Batch, signal: AbortSignal): Promise<UploadAnswer | undefined> {
    return this.#link.attempt(async (beganAtMs) => {
      const answer = await this.#upload(batch, signal);
      if (answer.kind === 'taken')
        this.#log.sent(batch.count, answer.unprocessed, performance.now() - beganAtMs);
      else this.#log.failed(answer.message);
      if (answer.kind === 'throttled') {
        this.#ledger.trouble('http-4xx');
        this.#link.throttled(answer.message, beganAtMs, answer.retryAfterMs);
      } else if (answer.kind === 'failed') {
        this.#ledger.trouble(answer.trouble);
        this.#link.failed(answer.message, beganAtMs);
      } else this.#link.answered();
      return answer;
    }, signal);
  }

  /** Enters the answer in the books; false when the batch is still to be sent. */
  async #settle(batch: Batch, answer: UploadAnswer, signal?: AbortSignal): Promise<boolean> {
    if (answer.kind === 'throttled' || answer.kind === 'failed') return false;
    if (answer.kind === 'taken') {
      this.#count(batch, answer.unprocessed);
      return true;
    }
    if (batch.count === 1) {
      this.#reject(batch, [{ id: undefined, code: answer.code, message: answer.message }]);
      return true;
    }
    // One bad document must not cost the others of its batch: each half is tried by itself.
    const middle = Math.ceil(batch.count / 2);
    for (const part of [batch.slice(0, middle), batch.slice(middle, batch.count)]) {
      if (signal === undefined) await this.#deliver(part);
      else if (!(await this.#sendUntilSettled(part, signal))) return false;
    }
    return true;
  }

  #count(batch: Batch, unprocessed: readonly UnprocessedDocument[]): void {
    const refused = unprocessed.slice(0, batch.count);
    this.#ledger.sent += batch.count - refused.length;
    if (refused.length > 0) this.#reject(batch, refused);
  }

  #reject(batch: Batch, refused: readonly UnprocessedDocument[]): void {
    const ids = batch.unpack().map(findIds);
    const only = ids.length === 1 ? ids[0] : undefined;
    for (const { code } of refused) this.#ledger.reject(CODE.test(code) ? code : 'other', 1);
    this.#log.unprocessed(
      refused.map((item) => ({
        item,
        traceId: (only ?? ids.find(({ id }) => id !== undefined && id === item.id))?.traceId,
      })),
    );
  }

  async #spoolAway(batch: Batch): Promise<boolean> {
    if (this.#spool === undefined) return false;
    if (!(await this.#spool.append(batch.unpack()))) return false;
    this.#log.spooled(batch.count, this.#link.state.problem);
    this.#drain?.wake();
    return true;
  }

  #lossOf(): RelayLoss {
    if (this.#spool !== undefined) return 'spool-failed';
    return this.#abort.signal.aborted ? 'shutdown' : 'undeliverable';
  }

  #lose(loss: RelayLoss, documents: number): void {
    this.#ledger.drop(loss, documents);
    this.#log.lost(loss, documents);
  }
}

function settingsOf(settings: RelaySettings): Required<Omit<RelaySettings, keyof BatchSettings>> {
  const { concurrency = 8, attempts = 3, queueBytes = 16 * MEGABYTE, drop = 'newest' } = settings;
  return { concurrency, attempts, queueBytes, drop };
}

function batchLimitsOf(settings: BatchSettings): BatchLimits {
  const { batchDocuments = 50, batchBytes = MEGABYTE, batchAgeMs = 1000 } = settings;
  return { documents: batchDocuments, bytes: batchBytes, ageMs: batchAgeMs };
}
