import type { Verdict } from '@radiograph/protocol';
import type { AppendOptions } from '../trace-store.js';
import { Assembler } from './assembler.js';
import { AssemblyLine } from './assembly-line.js';
import { openForWriting } from './database-file.js';
import { DirtySet } from './dirty-set.js';
import { bytesOf, type Database, numberOf } from './driver.js';
import { ExtremesRepair } from './extremes.js';
import { lockFolder } from './folder-lock.js';
import { GroupCommit } from './group-commit.js';
import { Inbox } from './inbox.js';
import { Links } from './links.js';
import { NodeIds } from './node-ids.js';
import { Retention } from './retention.js';
import { Rollups } from './rollups.js';
import { traceIdOf } from './trace-key.js';

/** How often old traces and loose roll-ups are looked for. */
const MAINTENANCE_MS = 10_000;

/** What a writer is told and tells. */
interface WriterOptions {
  readonly folder: string;
  /** How long traces are kept, in seconds; forever when absent. */
  readonly retentionS?: number;
  readonly maxTraceBytes: number;
  readonly onChange: (traceIds: readonly string[]) => void;
  readonly onTrouble: (message: string, fields: Readonly<Record<string, unknown>>) => void;
}

/** The one writer of a folder: takes documents in, assembles them, deletes what is old. Lives in a thread of its own. */
export class Writer {
  readonly #options: WriterOptions;
  readonly #lock: Database;
  readonly #database: Database;
  readonly #commits: GroupCommit;
  readonly #retention: Retention;
  readonly #repair: ExtremesRepair;
  readonly #line: AssemblyLine;
  readonly #dirty = new DirtySet();
  #maintenance: NodeJS.Timeout | undefined;
  #closing = false;

  /** @throws StoreError `store/locked`, `store/unreadable`, `store/newer-schema` */
  constructor(options: WriterOptions) {
    this.#options = options;
    this.#lock = lockFolder(options.folder);
    try {
      this.#database = openForWriting(options.folder);
    } catch (error) {
      this.#lock.close();
      throw error;
    }
    const database = this.#database;
    const dirty = this.#dirty;
    const ids = new NodeIds(database);
    const rollups = new Rollups(database);
    const links = new Links(database);
    const assembler = new Assembler(database, {
      ids,
      rollups,
      links,
      maxTraceBytes: options.maxTraceBytes,
    });
    this.#commits = new GroupCommit(database, new Inbox(database), dirty);
    this.#line = new AssemblyLine({
      database,
      assembler,
      rollups,
      ids,
      links,
      dirty,
      onAssembled: options.onChange,
      onFailure: (traceId, error) =>
        options.onTrouble('a trace could not be assembled; its documents are kept', { traceId, error }),
      onDatabaseFailure: (error) => options.onTrouble('traces wait because the database refuses', { error }),
    });
    this.#retention = new Retention({ database, rollups, ids, links, dirty });
    this.#repair = new ExtremesRepair(database, rollups);
    this.#recover();
    this.#maintainIn(0);
  }

  async append(batch: readonly Uint8Array[], options: AppendOptions): Promise<readonly Verdict[]> {
    const verdicts = await this.#commits.append(batch, options);
    this.#line.wake();
    await this.#line.room();
    return verdicts;
  }

  /** Assembles everything that was appended so far. */
  async settle(): Promise<void> {
    this.#commits.flush();
    while (this.#line.assembleAny()) await pause();
    while (this.#repair.repairBefore(Number.MAX_SAFE_INTEGER)) await pause();
  }

  /** Deletes traces before this time (epoch seconds); gives how many. */
  async deleteBefore(epochS: number): Promise<number> {
    let deleted = 0;
    while (!this.#closing) {
      const chunk = this.#retention.deleteChunk(epochS);
      if (chunk === 0) break;
      deleted += chunk;
      this.#line.wake();
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
      this.#database.exec('PRAGMA optimize');
    } finally {
      this.#line.stop();
      this.#database.close();
      this.#lock.close();
    }
  }

  /** What an earlier run committed and did not assemble. */
  #recover(): void {
    const nowMs = performance.now();
    for (const row of this.#database.prepare('SELECT trace, documents FROM dirty').all()) {
      this.#dirty.marked(traceIdOf(bytesOf(row['trace'])), numberOf(row['documents']) > 0, nowMs);
    }
    this.#line.wake();
  }

  #maintainIn(delayMs: number): void {
    this.#maintenance = setTimeout(async () => {
      await this.#maintain();
      if (!this.#closing) this.#maintainIn(MAINTENANCE_MS);
    }, delayMs);
  }

  /** Extremes are repaired when nothing else waits: until then they are merely a little wide. */
  async #maintain(): Promise<void> {
    const { retentionS, onTrouble } = this.#options;
    try {
      if (retentionS !== undefined) await this.deleteBefore(Date.now() / 1000 - retentionS);
      if (this.#dirty.size === 0 && !this.#closing)
        this.#repair.repairBefore(Math.floor(Date.now() / 60_000) - 1);
    } catch (error) {
      onTrouble('old traces could not be deleted', { error });
    }
  }
}

/** Lets waiting messages be handled. */
function pause(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
