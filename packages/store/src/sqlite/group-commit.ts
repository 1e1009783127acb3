import type { Verdict } from '@radiograph/protocol';
import type { AppendOptions } from '../trace-store.js';
import type { DirtySet } from './dirty-set.js';
import { type Database, transaction } from './driver.js';
import { type HashedDocument, readElement } from './hashed-document.js';
import type { Inbox } from './inbox.js';

/** The most that shares one commit, so that the first to wait does not wait long. */
const GROUP_BYTES = 8 * 1024 * 1024;

interface Waiting {
  readonly batch: readonly Uint8Array[];
  readonly options: AppendOptions;
  readonly resolve: (verdicts: readonly Verdict[]) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Commits appended batches. All that wait when a commit begins share it: one wait for the disk serves them all,
 * and it is waited for as soon as one of them asks for `fsync`.
 */
export class GroupCommit {
  readonly #database: Database;
  readonly #inbox: Inbox;
  readonly #dirty: DirtySet;
  #waiting: Waiting[] = [];
  #scheduled = false;
  #synchronous: 'FULL' | 'NORMAL' = 'NORMAL';

  constructor(database: Database, inbox: Inbox, dirty: DirtySet) {
    this.#database = database;
    this.#inbox = inbox;
    this.#dirty = dirty;
  }

  append(batch: readonly Uint8Array[], options: AppendOptions): Promise<readonly Verdict[]> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ batch, options, resolve, reject });
      this.#schedule();
    });
  }

  /** Commits everything that waits. */
  flush(): void {
    while (this.#waiting.length > 0) this.#commitGroup();
  }

  /** Commits something else of the same connection, on disk when it returns. */
  durably<T>(work: () => T): T {
    this.#synchronize('FULL');
    return work();
  }

  /** Messages that have arrived already are all handled before an immediate runs: they make the group. */
  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      if (this.#waiting.length > 0) this.#commitGroup();
      if (this.#waiting.length > 0) this.#schedule();
    });
  }

  #commitGroup(): void {
    const group = this.#takeGroup();
    try {
      const verdicts = this.#store(group);
      group.forEach(({ resolve }, index) => {
        resolve(verdicts[index] ?? []);
      });
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  }

  #takeGroup(): Waiting[] {
    let bytes = 0;
    let size = 0;
    for (const { batch } of this.#waiting) {
      for (const document of batch) bytes += document.byteLength;
      size++;
      if (bytes >= GROUP_BYTES) break;
    }
    return this.#waiting.splice(0, size);
  }

  #store(group: readonly Waiting[]): Verdict[][] {
    const nowS = Date.now() / 1000;
    const read = group.map(({ batch, options }) => batch.map((bytes) => readElement(bytes, options, nowS)));
    const documents = read.flat().flatMap((element) => element.documents);
    if (documents.length > 0)
      this.#commit(
        documents,
        group.some(({ options }) => options.durability === 'fsync'),
      );
    return read.map((elements) => elements.map(({ verdict }) => verdict));
  }

  #commit(documents: readonly HashedDocument[], durable: boolean): void {
    this.#synchronize(durable ? 'FULL' : 'NORMAL');
    const fresh = transaction(this.#database, () => this.#inbox.insert(documents));
    const nowMs = performance.now();
    for (const { document, body } of fresh) {
      this.#dirty.arrived(document.trace_id, document, body.byteLength, nowMs);
    }
  }

  #synchronize(mode: 'FULL' | 'NORMAL'): void {
    if (mode === this.#synchronous) return;
    this.#database.exec(`PRAGMA synchronous = ${mode}`);
    this.#synchronous = mode;
  }
}
