import { bytesOf, type Database, numberOf, type Row, type Statement, textOf, transaction } from './driver.js';
import { compressFrames, joinFrames } from './frames.js';
import { hashOf } from './hashed-document.js';
import { Packs } from './packs.js';
import { BLOCK_HEAD_BYTES, vocabularyOf } from './record-block.js';
import { RecordBlocks } from './record-blocks.js';
import { writeRecord } from './record-text.js';
import { recordOf } from './stored-record.js';
import { AMONG, traceKeys } from './trace-key.js';

/** A block is full with this many bytes of documents: well over a hundred, so that the end of the last page counts for little. */
const BLOCK_BYTES = 192 * 1024;

/** The most traces in one transaction, so that appends do not wait long. */
const CHUNK_TRACES = 100;

interface Resting {
  readonly row: Row;
  readonly bodies: readonly Uint8Array[];
}

/**
 * Packs traces that have come to rest into compressed blocks, and takes them out again when a document comes late. Either happens
 * in one transaction, so that a trace is always in exactly one form.
 */
export class Packer {
  readonly #database: Database;
  readonly #packs: Packs;
  readonly #blocks: RecordBlocks;
  readonly #newest: Statement;
  readonly #resting: Statement;
  readonly #bodies: Statement;
  readonly #deleteBodies: Statement;
  readonly #insertPack: Statement;
  readonly #pack: Statement;
  readonly #packed: Statement;
  readonly #unpack: Statement;
  readonly #insertFresh: Statement;
  readonly #deleteFresh: Statement;
  readonly #insertBody: Statement;
  readonly #release: Statement;
  readonly #deletePack: Statement;

  constructor(database: Database) {
    this.#database = database;
    this.#packs = new Packs(database);
    this.#blocks = new RecordBlocks(database);
    this.#newest = database.prepare('SELECT max(rid) AS rid FROM trace');
    this.#resting = database.prepare(
      `SELECT fresh.rid AS rid, id, record, contribution FROM fresh CROSS JOIN trace ON trace.rid = fresh.rid
       WHERE fresh.rid <= ? AND end <= ? AND NOT EXISTS (SELECT 1 FROM dirty WHERE dirty.trace = trace.id)
       ORDER BY fresh.rid LIMIT ${CHUNK_TRACES}`,
    );
    this.#bodies = database.prepare('SELECT body FROM document WHERE trace = ? ORDER BY rid');
    this.#deleteBodies = database.prepare('DELETE FROM document WHERE trace = ?');
    this.#insertPack = database.prepare(
      'INSERT INTO pack (traces, rows, documents) VALUES (?, ?, ?) RETURNING id',
    );
    this.#pack = database.prepare('UPDATE trace SET pack = ?, place = ? WHERE rid = ?');
    this.#packed = database.prepare(
      `SELECT rid, id, pack, place FROM trace WHERE id ${AMONG} AND pack IS NOT NULL`,
    );
    this.#unpack = database.prepare('UPDATE trace SET pack = NULL, place = NULL WHERE rid = ?');
    this.#insertFresh = database.prepare('INSERT INTO fresh (rid, record, contribution) VALUES (?, ?, ?)');
    this.#deleteFresh = database.prepare('DELETE FROM fresh WHERE rid = ?');
    this.#insertBody = database.prepare('INSERT INTO document (trace, hash, body) VALUES (?, ?, ?)');
    this.#release = database.prepare('UPDATE pack SET traces = traces - 1 WHERE id = ?');
    this.#deletePack = database.prepare(
      `DELETE FROM pack WHERE id = ? AND traces <= 0 RETURNING substr(rows, 1, ${BLOCK_HEAD_BYTES}) AS head`,
    );
  }

  /** The number of the trace that was seen last for the first time. */
  newest(): number {
    return numberOf(this.#newest.get()?.['rid']);
  }

  /**
   * Packs some of the traces with numbers up to `rid` that ended before `endS` (epoch seconds) and do not wait for assembly.
   *
   * @returns false when there is none
   */
  packChunk(rid: number, endS: number): boolean {
    try {
      return transaction(this.#database, () => this.#packSome(rid, endS));
    } catch (error) {
      this.#blocks.forget();
      throw error;
    }
  }

  /** Gives those of these traces that are packed their rows back, inside the caller's transaction. */
  unpack(ids: readonly string[]): void {
    for (const row of this.#packed.all(traceKeys(ids))) this.#unpackRow(row);
  }

  /** Notes that a trace of a block is gone; the last one takes the block with it. */
  release(pack: number): void {
    this.#release.run(pack);
    const gone = this.#deletePack.get(pack);
    if (gone !== undefined) this.#blocks.release(vocabularyOf(bytesOf(gone['head'])));
  }

  #packSome(rid: number, endS: number): boolean {
    const rows = this.#resting.all(rid, endS);
    let block: Resting[] = [];
    let bytes = 0;
    for (const row of rows) {
      const bodies = this.#bodies.all(bytesOf(row['id'])).map(({ body }) => bytesOf(body));
      block.push({ row, bodies });
      for (const body of bodies) bytes += body.byteLength;
      if (bytes < BLOCK_BYTES) continue;
      this.#write(block);
      block = [];
      bytes = 0;
    }
    if (block.length > 0) this.#write(block);
    return rows.length > 0;
  }

  #unpackRow(row: Row): void {
    const key = bytesOf(row['id']);
    const [pack, place] = [numberOf(row['pack']), numberOf(row['place'])];
    const { record, contribution } = this.#packs.rowOf(pack, place);
    for (const body of this.#packs.documents(pack, place)) this.#insertBody.run(key, hashOf(body), body);
    this.#unpack.run(numberOf(row['rid']));
    const text = typeof record === 'string' ? record : writeRecord(recordOf(record));
    this.#insertFresh.run(numberOf(row['rid']), text, contribution);
    this.release(pack);
  }

  #write(block: readonly Resting[]): void {
    const rows = this.#rowsOf(block);
    const documents = compressFrames(block.map(({ bodies }) => joinFrames(bodies)));
    const pack = numberOf(this.#insertPack.get(block.length, rows, documents)?.['id']);
    block.forEach(({ row }, place) => {
      const rid = numberOf(row['rid']);
      this.#pack.run(pack, place, rid);
      this.#deleteFresh.run(rid);
      this.#deleteBodies.run(bytesOf(row['id']));
    });
  }

  /** Traces of earlier schemas that still have a contribution are packed as these did. */
  #rowsOf(block: readonly Resting[]): Uint8Array {
    const old = block.some(({ row }) => row['contribution'] !== '');
    if (!old) return this.#blocks.write(block.map(({ row }) => textOf(row['record'])));
    const texts = block.flatMap(({ row }) => [textOf(row['record']), textOf(row['contribution'])]);
    return compressFrames(texts.map((text) => Buffer.from(text)));
  }
}
