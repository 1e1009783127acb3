import type { Verdict } from '@radiograph/protocol';
import type { Setting, SettingChange, SettingRemoval } from '../settings.js';
import type { AppendOptions } from '../trace-store.js';
import { Assembler } from './assembler.js';
import { AssemblyLine } from './assembly-line.js';
import { diskBytes, foldLog, openForWriting } from './database-file.js';
import { DirtySet } from './dirty-set.js';
import { fileLimit } from './disk-limit.js';
import { bytesOf, type Database, numberOf } from './driver.js';
import { ExtremesRepair } from './extremes.js';
import { lockFolder } from './folder-lock.js';
import { FreePages } from './free-pages.js';
import { GroupCommit } from './group-commit.js';
import { Hours } from './hours.js';
import { Inbox } from './inbox.js';
import { Links } from './links.js';
import { NodeIds } from './node-ids.js';
import { Packer } from './packer.js';
import { Rest } from './rest.js';
import { Retention } from './retention.js';
import { Rollups } from './rollups.js';
import { SearchRows } from './search-rows.js';
import { SettingsWriter } from './settings.js';
import { traceIdOf } from './trace-key.js';
import { UnreadTraces } from './unread-traces.js';

/** How often old traces and loose roll-ups are looked for. */
const MAINTENANCE_MS = 10_000;

/** How long after its end an hour is added up. */
const HOUR_REST_MS = 600_000;

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
  readonly onChange: (traceIds: readonly string[]) => void;
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
  #maintenance: NodeJS.Timeout | undefined;
  #closing = false;

  /** @throws StoreError `store/locked`, `store/unreadable`, `store/newer-schema` */
  constructor(options: WriterOptions) {
    this.#options = options;
    this.#rest = new Rest(options.packAfterS);
    this.#files = holdFiles(options.folder, options.open);
    try {
      this.#parts = makeParts(this.#files.database, this.#dirty, options);
      this.#recover();
    } catch (error) {
      closeFiles(this.#files);
      throw error;
    }
    this.#maintainIn(0);
  }

  async append(batch: readonly Uint8Array[], options: AppendOptions): Promise<readonly Verdict[]> {
    const verdicts = await this.#parts.commits.append(batch, options);
    this.#parts.line.wake();
    await this.#parts.line.room();
    return verdicts;
  }

  putSetting(change: SettingChange): Setting {
    const { commits, settings } = this.#parts;
    return commits.durably(() => settings.put(change));
  }

  deleteSetting(removal: SettingRemoval): boolean {
    const { commits, settings } = this.#parts;
    return commits.durably(() => settings.delete(removal));
  }

  /** Assembles everything that was appended so far. */
  async settle(): Promise<void> {
    this.#parts.commits.flush();
    while (this.#parts.line.assembleAny()) await pause();
    while (this.#parts.repair.repairBefore(Number.MAX_SAFE_INTEGER)) await pause();
    while (this.#parts.hours.makeBefore(Number.MAX_SAFE_INTEGER)) await pause();
    await this.#pack();
  }

  /** Deletes traces before this time (epoch seconds); gives how many. */
  async deleteBefore(epochS: number): Promise<number> {
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

  /** Writes everything, folds the write-ahead log into the file, and lets go of the folder. */
  async close(): Promise<void> {
    this.#closing = true;
    clearTimeout(this.#maintenance);
    try {
      await this.settle();
      this.#files.database.exec('PRAGMA optimize');
    } finally {
      this.#parts.line.stop();
      closeFiles(this.#files);
    }
  }

  /** What an earlier run committed and did not assemble. */
  #recover(): void {
    const nowMs = performance.now();
    for (const row of this.#files.database.prepare('SELECT trace, documents FROM dirty').all()) {
      this.#dirty.marked(traceIdOf(bytesOf(row['trace'])), numberOf(row['documents']) > 0, nowMs);
    }
    this.#parts.line.wake();
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
      if (!this.#closing) this.#maintainIn(MAINTENANCE_MS);
    }, delayMs);
  }

  /**
   * Extremes are repaired when nothing else waits: until then they are merely a little wide. Hours are made some minutes after
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
      await this.#pack();
      if (!this.#closing) this.#parts.hours.makeBefore(Math.floor((Date.now() - HOUR_REST_MS) / 3_600_000));
    } catch (error) {
      onTrouble('old traces could not be deleted or packed', { error });
    }
  }
}

/** What a writer holds open. */
interface HeldFiles {
  readonly lock: Database;
  readonly database: Database;
}

function holdFiles(folder: string, open = openForWriting): HeldFiles {
  const lock = lockFolder(folder);
  try {
    return { lock, database: open(folder) };
  } catch (error) {
    lock.close();
    throw error;
  }
}

/** The lock goes last: until then nobody else may open the database. */
function closeFiles({ lock, database }: HeldFiles): void {
  database.close();
  lock.close();
}

/** What a writer is made of; all work on one connection. */
interface WriterParts {
  readonly commits: GroupCommit;
  readonly settings: SettingsWriter;
  readonly line: AssemblyLine;
  readonly retention: Retention;
  readonly repair: ExtremesRepair;
  readonly hours: Hours;
  readonly packer: Packer;
  readonly unread: UnreadTraces;
  readonly freePages: FreePages;
}

function makeParts(database: Database, dirty: DirtySet, options: WriterOptions): WriterParts {
  const { maxTraceBytes, indexedAnnotations, onChange, onTrouble } = options;
  const recordOptions = indexedAnnotations === undefined ? {} : { indexedAnnotations };
  const [ids, hours, links] = [new NodeIds(database), new Hours(database), new Links(database)];
  const rollups = new Rollups(database, hours);
  const packer = new Packer(database);
  const searchRows = new SearchRows(database, ids);
  const shared = { database, ids, rollups, searchRows, links, packer, dirty };
  return {
    commits: new GroupCommit(database, new Inbox(database, packer), dirty),
    settings: new SettingsWriter(database),
    line: new AssemblyLine({
      ...shared,
      assembler: new Assembler(database, { ...shared, maxTraceBytes, recordOptions }),
      onAssembled: onChange,
      onFailure: (traceId, error) =>
        onTrouble('a trace could not be assembled; its documents are kept', { traceId, error }),
      onDatabaseFailure: (error) => onTrouble('traces wait because the database refuses', { error }),
    }),
    retention: new Retention(shared),
    repair: new ExtremesRepair(database, rollups),
    hours,
    packer,
    unread: new UnreadTraces(database, searchRows),
    freePages: new FreePages(database),
  };
}

/** Lets waiting messages be handled. */
function pause(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
