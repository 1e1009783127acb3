import type { Database, Statement } from './driver.js';
import type { HashedDocument } from './hashed-document.js';
import type { Packer } from './packer.js';
import { traceKey } from './trace-key.js';

/** Stores raw documents and, in the same transaction, that their traces have to be assembled. */
export class Inbox {
  readonly #packer: Packer;
  readonly #insert: Statement;
  readonly #mark: Statement;
  readonly #count: Statement;

  constructor(database: Database, packer: Packer) {
    this.#packer = packer;
    this.#insert = database.prepare('INSERT OR IGNORE INTO document (trace, hash, body) VALUES (?, ?, ?)');
    this.#mark = database.prepare(
      'INSERT INTO dirty (trace, documents) VALUES (?, ?) ON CONFLICT (trace) DO UPDATE SET documents = documents + excluded.documents',
    );
    this.#count = database.prepare("UPDATE counter SET value = value + ? WHERE name = 'documents'");
  }

  /**
   * Inserts documents inside the caller's transaction and gives those that were new: a repeat is no growth. What was packed of
   * their traces is unpacked, so that it is compared with them.
   */
  insert(documents: readonly HashedDocument[]): HashedDocument[] {
    this.#packer.unpack([...new Set(documents.map(({ document }) => document.trace_id))]);
    const fresh: HashedDocument[] = [];
    const perTrace = new Map<string, number>();
    for (const entry of documents) {
      const id = entry.document.trace_id;
      if (this.#insert.run(traceKey(id), entry.hash, entry.body) === 0) continue;
      fresh.push(entry);
      perTrace.set(id, (perTrace.get(id) ?? 0) + 1);
    }
    for (const [id, documents] of perTrace) this.#mark.run(traceKey(id), documents);
    if (fresh.length > 0) this.#count.run(fresh.length);
    return fresh;
  }
}
