import { readRows } from './contribution-bytes.js';
import type { DirtySet } from './dirty-set.js';
import { bytesOf, type Database, numberOf, type Statement, transaction } from './driver.js';
import type { Links } from './links.js';
import type { NodeIds } from './node-ids.js';
import type { Packer } from './packer.js';
import { LONG_COLUMNS, Packs, type ReadTrace, WITH_LONG } from './packs.js';
import type { Rollups } from './rollups.js';
import type { SearchRows } from './search-rows.js';
import { traceIdOf } from './trace-key.js';

/** Traces deleted in one transaction: a few milliseconds, so that appends go on in between. */
const CHUNK_TRACES = 200;

/** What retention works with. */
interface RetentionTools {
  readonly database: Database;
  readonly rollups: Rollups;
  readonly ids: NodeIds;
  readonly links: Links;
  readonly packer: Packer;
  readonly searchRows: SearchRows;
  readonly dirty: DirtySet;
}

/** Deletes old traces with their documents, their links, the rows of searches and their part in the roll-ups. */
export class Retention {
  readonly #tools: RetentionTools;
  readonly #packs: Packs;
  readonly #select: Statement;
  readonly #deleteTrace: Statement;
  readonly #deleteFresh: Statement;
  readonly #deletePart: Statement;
  readonly #deleteDocuments: Statement;
  readonly #count: Statement;

  constructor(tools: RetentionTools) {
    const { database } = tools;
    this.#tools = tools;
    this.#packs = new Packs(database);
    this.#select = database.prepare(
      `SELECT trace.rid AS rid, trace.at AS at, id, documents, ${LONG_COLUMNS}
       FROM entry CROSS JOIN trace ON trace.rid = entry.rid ${WITH_LONG}
       WHERE entry.at < ? ORDER BY entry.at LIMIT ${CHUNK_TRACES}`,
    );
    this.#deleteTrace = database.prepare('DELETE FROM trace WHERE rid = ?');
    this.#deleteFresh = database.prepare('DELETE FROM fresh WHERE rid = ?');
    this.#deletePart = database.prepare('DELETE FROM part WHERE rid = ?');
    this.#deleteDocuments = database.prepare('DELETE FROM document WHERE trace = ?');
    this.#count = database.prepare('UPDATE counter SET value = value + ? WHERE name = ?');
  }

  /** Deletes a chunk of the traces before this time (epoch seconds), oldest first; gives how many, 0 when none is left. */
  deleteChunk(beforeS: number): number {
    const { database, rollups, ids, dirty } = this.#tools;
    const traces = this.#packs.all(this.#select, beforeS);
    if (traces.length === 0) return 0;
    const deleted = new Set(traces.map(({ row }) => traceIdOf(bytesOf(row['id']))));
    try {
      const followers = transaction(database, () => this.#delete(traces, deleted));
      for (const id of deleted) dirty.reread(id);
      for (const id of followers) dirty.marked(id, false, performance.now());
    } catch (error) {
      rollups.forget();
      ids.forget();
      throw error;
    }
    return traces.length;
  }

  /** Gives the traces left whose links have lost their other end. */
  #delete(traces: readonly ReadTrace[], ids: ReadonlySet<string>): Set<string> {
    const { rollups, searchRows, links, packer } = this.#tools;
    let documents = 0;
    for (const { row, contribution } of traces) {
      rollups.apply([], readRows(contribution));
      this.#deleteTrace.run(numberOf(row['rid']));
      this.#deletePart.run(numberOf(row['rid']));
      searchRows.remove({ rid: numberOf(row['rid']), at: numberOf(row['at']) });
      if (row['pack'] === null) {
        this.#deleteFresh.run(numberOf(row['rid']));
      } else {
        packer.release(numberOf(row['pack']));
        documents += numberOf(row['documents']);
      }
      documents += this.#deleteDocuments.run(bytesOf(row['id']));
    }
    rollups.write();
    this.#count.run(-traces.length, 'traces');
    this.#count.run(-documents, 'documents');
    const followers = new Set([...ids].flatMap((id) => links.sourcesOf(id)).filter((id) => !ids.has(id)));
    for (const id of ids) links.replace(id, []);
    links.mark(followers);
    return followers;
  }
}
