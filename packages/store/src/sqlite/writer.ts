import type { Verdict } from '@radiograph/protocol';
import type { LogRescue } from '../salvage/log-rescue.js';
import type { Setting, SettingChange, SettingRemoval } from '../settings.js';
import type { AppendOptions } from '../trace-store.js';
import { Assembler } from './assembler.js';
import { AssemblyLine } from './assembly-line.js';
import { chooseKeys } from './chosen-keys.js';
import { diskBytes } from './data-folder.js';
import { foldLog } from './database-file.js';
import { DirtySet } from './dirty-set.js';
import { fileLimit } from './disk-limit.js';
import { bytesOf, type Database, numberOf } from './driver.js';
import { ExtremesRepair } from './extremes.js';
import { isDamage, isDatabaseFailure, toStoreError } from './failure.js';
import { FreePages } from './free-pages.js';
import { GroupCommit } from './group-commit.js';
import { closeFiles, type HeldFiles, holdFiles, type StartState } from './held-files.js';
import { Inbox } from './inbox.js';
import { Links } from './links.js';
import { NodeIds } from './node-ids.js';
import { NoteIndexer } from './note-indexer.js';
import { Packer } from './packer.js';
import { Rest } from './rest.js';
import { Retention } from './retention.js';
import { Rollups } from './rollups.js';
import { SearchRows } from './search-rows.js';
import { SettingsWriter } from './settings.js';
import { Spans } from './spans.js';
import { traceIdOf } from './trace-key.js';
import { UnreadTraces } from './unread-traces.js';

/** How often old traces and loose roll-ups are looked for. */
const MAINTENANCE_MS = 10_000;

/** How long after a trace was first seen its values are indexed at the latest, but for the time between two looks. */
const NOTE_AFTER_S = 5;

/** How long after its end a span of ten minutes or an hour is added up. */
const SPAN_REST_MS = 600_000;

/** What a writer is told and tells. */
interface WriterOptions {
  readonly folder: string;
  /** How long traces are kept, in seconds; forever when absent. */
  readonly retentionS?: number;
  /** The most bytes on disk, the write-ahead log included; without limit when absent. */
  readonly maxDiskBytes?: number;
  readonly maxTraceBytes: number;
  /** How many annotations of a trace can be searched; all when absent. */
  readonly indexedAnnotations?: number;
  /** How long after a trace was first seen, and after its end, it is packed, in seconds. */
  readonly packAfterS: number;
  /** Keys of annotations that are indexed however many others there are. */
  readonly indexedKeys?: readonly string[];
  /** The largest file that is read through before it is used, after a run that did not close it. */
  readonly checkBytes?: number;
  readonly onChange: (traceIds: readonly string[]) => void;
  /** Told what goes on as it should and may take long. */
  readonly onNote?: (message: string, fields: Readonly<Record<string, unknown>>) => void;
  /** Told once why nothing is written any more. */
  readonly onRefusal?: (reason: unknown) => void;
  /** Opens the database; a test may hold on to it. */
  readonly open?: (folder: string) => Database;
  readonly onTrouble: (message: string, fields: Readonly<Record<string, unknown>>) => void;
}

/** The one writer of a folder: takes documents in, assembles them, deletes what is old. Lives in a thread of its own. */
export class Writer {
  readonly #options: WriterOptions;
  readonly #files: HeldFiles;
  readonly #parts: WriterParts;
  readonly #dirty = new DirtySet();
  readonly #rest: Rest;
  readonly #noteRest: Rest;
  #maintenance: NodeJS.Timeout | undefined;
  #closing = false;
  /** Why nothing is written any more. */
  #refusal: unknown;

  /** @throws StoreError `store/locked`, `store/damaged`, `store/unreadable`, `store/newer-schema` */
  constructor(options: WriterOptions) {
    this.#options = options;
    this.#rest = new Rest(options.packAfterS);
    this.#noteRest = new Rest(Math.min(options.packAfterS, NOTE_AFTER_S));
    this.#files = holdFiles(options.folder, {
      checkBytes: options.checkBytes ?? Number.POSITIVE_INFINITY,
      onCheck: (bytes) =>
        options.onNote?.('the store was not closed; its file is read through first', { bytes }),
      ...(options.open !== undefined && { open: options.open }),
    });
    try {
      chooseKeys(this.#files.database, options.indexedKeys ?? []);
      this.#parts = makeParts(this.#files.database, this.#dirty, options, (error) =>
        this.#refuseIfDamaged(error),
      );
      this.#recover();
    } catch (error) {
      closeFiles(this.#files, false);
      throw error;
    }
    this.#maintainIn(0);
  }

  /** In which state the files were found. */
  get start(): StartState {
    return this.#files.start;
  }

  async append(batch: readonly Uint8Array[], options: AppendOptions): Promise<readonly Verdict[]> {
    this.#checkWritable();
    try {
      const verdicts = await this.#parts.commits.append(batch, options);
      this.#parts.line.wake();
      await this.#parts.line.room();
      return verdicts;
    } catch (error) {
      throw this.#refuseIfDamaged(error);
    }
  }

  putSetting(change: SettingChange): Setting {
    this.#checkWritable();
    const { commits, settings } = this.#parts;
    return commits.durably(() => settings.put(change));
  }

  deleteSetting(removal: SettingRemoval): boolean {
    this.#checkWritable();
    const { commits, settings } = this.#parts;
    return commits.durably(() => settings.delete(removal));
  }

  /** Writes nothing any more, so that a damaged file does not become worse; reads go on elsewhere. */
  refuse(reason: unknown): void {
    if (this.#refusal !== undefined) return;
    this.#refusal = reason;
    this.#options.onRefusal?.(reason);
    this.#parts.line.stop();
    clearTimeout(this.#maintenance);
    this.#options.onTrouble('the file is damaged: nothing is written any more, reads go on', {
      error: reason,
    });
  }

  /** Assembles everything that was appended so far. */
  async settle(): Promise<void> {
    this.#checkWritable();
    this.#parts.commits.flush();
    while (this.#parts.line.assembleAny()) await pause();
    while (this.#parts.repair.repairBefore(Number.MAX_SAFE_INTEGER)) await pause();
    while (this.#parts.spans.makeBefore(Number.MAX_SAFE_INTEGER)) await pause();
    await this.#noteRested();
    await this.#pack();
  }

  /** Deletes traces before this time (epoch seconds); gives how many. */
  async deleteBefore(epochS: number): Promise<number> {
    this.#checkWritable();
    let deleted = 0;
    while (!this.#closing) {
      const chunk = this.#parts.retention.deleteChunk(epochS);
      if (chunk === 0) break;
      deleted += chunk;
      this.#parts.line.wake();
      await pause();
    }
    return deleted;
  }

  /**
   * Writes everything, folds the write-ahead log into the file, and lets go of the folder. Where the database refuses (disk full, a damaged
   * file), what could not be assembled stays in the inbox, on disk, and is assembled by who opens the folder next.
   */
  async close(): Promise<void> {
    this.#closing = true;
    clearTimeout(this.#maintenance);
    let inOrder = false;
    try {
      if (this.#refusal === undefined) inOrder = await this.#finish();
    } finally {
      this.#parts.line.stop();
      closeFiles(this.#files, inOrder);
    }
  }

  async #finish(): Promise<boolean> {
    try {
      await this.settle();
      await this.#note(Number.MAX_SAFE_INTEGER);
      this.#files.database.exec('PRAGMA optimize');
      return true;
    } catch (error) {
      if (!isDatabaseFailure(error)) throw error;
      this.#refuseIfDamaged(error);
      this.#options.onTrouble('closed before everything was assembled, which the next start will do', {
        error,
      });
      return false;
    }
  }

  #checkWritable(): void {
    if (this.#refusal !== undefined) throw this.#refusal;
  }

  #refuseIfDamaged(error: unknown): unknown {
    if (isDamage(error)) this.refuse(toStoreError(error, this.#options.folder));
    return error;
  }

  /** What an earlier run committed and did not assemble. */
  #recover(): void {
    const nowMs = performance.now();
    for (const row of this.#files.database.prepare('SELECT trace, documents FROM dirty').all()) {
      this.#dirty.marked(traceIdOf(bytesOf(row['trace'])), numberOf(row['documents']) > 0, nowMs);
    }
    if (this.#files.start.rescue !== undefined) this.#takeBack(this.#files.start.rescue);
    this.#parts.line.wake();
  }

  /** Stores once more what a damaged log held back. Repeats change nothing. */
  #takeBack({ finds, copy }: LogRescue): void {
    const { commits, settings } = this.#parts;
    const documents = finds.flatMap((find) => (find.kind === 'document' ? [find.body] : []));
    const options = { durability: 'fsync', maxDocumentBytes: Number.POSITIVE_INFINITY } as const;
    commits.append(documents, options).catch(() => undefined);
    commits.flush();
    for (const find of finds) if (find.kind === 'setting') settings.restore(find.setting);
    const problem = 'the write-ahead log is damaged: what was committed behind the damage was stored again';
    this.#options.onTrouble(problem, { documents: documents.length, copy });
  }

  #noteRested(): Promise<void> {
    return this.#note(this.#noteRest.oldEnough(this.#parts.packer.newest(), performance.now()));
  }

  /** Indexes the values of traces with numbers up to this. */
  async #note(rid: number): Promise<void> {
    while (rid > 0 && this.#parts.notes.indexChunk(rid)) await pause();
  }

  /** Packs what has come to rest, a little at a time, and gives back the room that this frees. */
  async #pack(): Promise<void> {
    const { packer, freePages } = this.#parts;
    const rid = this.#rest.oldEnough(packer.newest(), performance.now());
    const endS = Date.now() / 1000 - this.#options.packAfterS;
    while (rid > 0 && packer.packChunk(rid, endS)) await pause();
    while (freePages.giveBack()) await pause();
  }

  /** Deletes the oldest traces until what is left fits on the disk space allowed, and gives the pages back. */
  async #fit(): Promise<void> {
    const { maxDiskBytes } = this.#options;
    if (maxDiskBytes === undefined) return;
    const { freePages, retention, line } = this.#parts;
    const most = fileLimit(maxDiskBytes);
    while (!this.#closing && freePages.usedBytes() > most) {
      if (retention.deleteChunk(Number.POSITIVE_INFINITY) === 0) break;
      line.wake();
      await pause();
    }
    while (!this.#closing && freePages.giveBack(most)) await pause();
    if (!this.#closing && diskBytes(this.#options.folder) > maxDiskBytes) foldLog(this.#files.database);
  }

  #maintainIn(delayMs: number): void {
    this.#maintenance = setTimeout(async () => {
      await this.#maintain();
      if (!this.#closing && this.#refusal === undefined) this.#maintainIn(MAINTENANCE_MS);
    }, delayMs);
  }

  /**
   * Extremes are repaired when nothing else waits: until then they are merely a little wide. Spans are made some minutes after
   * their end, when little arrives for them any more.
   */
  async #maintain(): Promise<void> {
    const { retentionS, onTrouble } = this.#options;
    try {
      if (retentionS !== undefined) await this.deleteBefore(Date.now() / 1000 - retentionS);
      await this.#fit();
      if (this.#dirty.size === 0 && !this.#closing)
        this.#parts.repair.repairBefore(Math.floor(Date.now() / 60_000) - 1);
      while (!this.#closing && this.#parts.unread.readChunk()) await pause();
      await this.#noteRested();
      await this.#pack();
      const restedMinute = Math.floor((Date.now() - SPAN_REST_MS) / 60_000);
      while (!this.#closing && this.#parts.spans.makeBefore(restedMinute)) await pause();
    } catch (error) {
      if (this.#refusal !== undefined) return;
      onTrouble('old traces could not be deleted or packed', { error });
      this.#refuseIfDamaged(error);
    }
  }
}

/** What a writer is made of; all work on one connection. */
interface WriterParts {
  readonly commits: GroupCommit;
  readonly settings: SettingsWriter;
  readonly line: AssemblyLine;
  readonly retention: Retention;
  readonly repair: ExtremesRepair;
  readonly spans: Spans;
  readonly packer: Packer;
  readonly unread: UnreadTraces;
  readonly notes: NoteIndexer;
  readonly freePages: FreePages;
}

function makeParts(
  database: Database,
  dirty: DirtySet,
  options: WriterOptions,
  onFailure: (error: unknown) => void,
): WriterParts {
  const { maxTraceBytes, indexedAnnotations, onChange, onTrouble } = options;
  const recordOptions = indexedAnnotations === undefined ? {} : { indexedAnnotations };
  const [ids, spans, links] = [new NodeIds(database), new Spans(database), new Links(database)];
  const rollups = new Rollups(database, spans);
  const packer = new Packer(database);
  const searchRows = new SearchRows(database, ids);
  const notes = new NoteIndexer(database);
  const shared = { database, ids, rollups, searchRows, links, packer, dirty };
  return {
    commits: new GroupCommit(database, new Inbox(database, packer), dirty),
    settings: new SettingsWriter(database),
    line: new AssemblyLine({
      ...shared,
      assembler: new Assembler(database, { ...shared, maxTraceBytes, recordOptions }),
      onAssembled(traceIds) {
        if (notes.isFull) notes.indexChunk(Number.MAX_SAFE_INTEGER);
        onChange(traceIds);
      },
      onFailure: (traceId, error) =>
        onTrouble('a trace could not be assembled; its documents are kept', { traceId, error }),
      onDatabaseFailure(error) {
        onTrouble('traces wait because the database refuses', { error });
        onFailure(error);
      },
    }),
    retention: new Retention(shared),
    repair: new ExtremesRepair(database, rollups),
    spans,
    packer,
    unread: new UnreadTraces(database, searchRows),
    notes,
    freePages: new FreePages(database),
  };
}

/** Lets waiting messages be handled. */
function pause(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
