import { bytesOf, type Database, numberOf, type Row, type SqlInput, type Statement } from './driver.js';
import type { HashedDocument } from './hashed-document.js';
import type { Packer } from './packer.js';
import { traceKey } from './trace-key.js';

/** Documents in one statement. */
const ROWS = 32;

/** Stores raw documents and, in the same transaction, that their traces have to be assembled. */
export class Inbox {
  readonly #packer: Packer;
  readonly #one: Statement;
  readonly #many: Statement;
  readonly #newest: Statement;
  readonly #since: Statement;
  readonly #mark: Statement;
  readonly #count: Statement;

  constructor(database: Database, packer: Packer) {
    this.#packer = packer;
    const insert = (rows: number): Statement =>
      database.prepare(
        `INSERT OR IGNORE INTO document (trace, hash, body) VALUES ${Array.from({ length: rows }, () => '(?, ?, ?)').join()}`,
      );
    this.#one = insert(1);
    this.#many = insert(ROWS);
    this.#newest = database.prepare('SELECT max(rid) AS rid FROM document');
    this.#since = database.prepare('SELECT trace, hash FROM document WHERE rid > ? ORDER BY rid');
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
    const fresh = this.#insertNew(documents);
    const perTrace = new Map<string, number>();
    for (const { document } of fresh)
      perTrace.set(document.trace_id, (perTrace.get(document.trace_id) ?? 0) + 1);
    for (const [id, documents] of perTrace) this.#mark.run(traceKey(id), documents);
    if (fresh.length > 0) this.#count.run(fresh.length);
    return fresh;
  }

  #insertNew(documents: readonly HashedDocument[]): HashedDocument[] {
    const fresh: HashedDocument[] = [];
    const before = numberOf(this.#newest.get()?.['rid']);
    for (let i = 0; i < documents.length; i += ROWS) {
      const some = documents.slice(i, i + ROWS);
      const inserted = this.#insertSome(some);
      fresh.push(...(inserted === some.length ? some : this.#whichOf(some, before + fresh.length)));
    }
    return fresh;
  }

  /** Gives how many were new. */
  #insertSome(documents: readonly HashedDocument[]): number {
    const rows = documents.map(({ document, hash, body }): SqlInput[] => [
      traceKey(document.trace_id),
      hash,
      body,
    ]);
    if (rows.length === ROWS) return this.#many.run(...rows.flat());
    return rows.reduce((inserted, row) => inserted + this.#one.run(...row), 0);
  }

  /** Those that have got a row since: rows are numbered upwards in the order in which they were given. */
  #whichOf(documents: readonly HashedDocument[], before: number): HashedDocument[] {
    const rows = this.#since.all(before);
    let next = 0;
    return documents.filter(({ document, hash }) => {
      const row = rows[next];
      if (row === undefined || !isSame(row, traceKey(document.trace_id), hash)) return false;
      next++;
      return true;
    });
  }
}

function isSame(row: Row, trace: Uint8Array, hash: Uint8Array): boolean {
  return (
    Buffer.compare(bytesOf(row['trace']), trace) === 0 && Buffer.compare(bytesOf(row['hash']), hash) === 0
  );
}
