import { type NodeIdentity, nodeKey } from '@radiograph/trace';
import { type Database, numberOf, type Statement, textOf } from './driver.js';

/** Identities kept in memory; beyond it the table is asked again. */
const REMEMBERED = 50_000;

/** Gives every node identity a small number, for good: the writing side. */
export class NodeIds {
  readonly #byKey = new Map<string, number>();
  readonly #select: Statement;
  readonly #insert: Statement;

  constructor(database: Database) {
    this.#select = database.prepare('SELECT id FROM node WHERE key = ?');
    this.#insert = database.prepare('INSERT INTO node (key) VALUES (?)');
  }

  idOf(identity: NodeIdentity): number {
    const key = nodeKey(identity);
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    const id = this.#find(key);
    if (this.#byKey.size >= REMEMBERED) this.#byKey.clear();
    this.#byKey.set(key, id);
    return id;
  }

  /** Forgets what a transaction that was undone may have numbered. */
  forget(): void {
    this.#byKey.clear();
  }

  #find(key: string): number {
    const row = this.#select.get(key);
    if (row !== undefined) return numberOf(row['id']);
    this.#insert.run(key);
    return numberOf(this.#select.get(key)?.['id']);
  }
}

/** Gives the identity behind a number: the reading side. */
export class NodeNames {
  readonly #byId = new Map<number, NodeIdentity>();
  readonly #select: Statement;

  constructor(database: Database) {
    this.#select = database.prepare('SELECT key FROM node WHERE id = ?');
  }

  identityOf(id: number): NodeIdentity {
    const known = this.#byId.get(id);
    if (known !== undefined) return known;
    const identity = identityFromKey(textOf(this.#select.get(id)?.['key']));
    if (this.#byId.size >= REMEMBERED) this.#byId.clear();
    this.#byId.set(id, identity);
    return identity;
  }
}

/** The identity that `nodeKey` wrote. */
export function identityFromKey(key: string): NodeIdentity {
  const [name, type, accountId] = JSON.parse(key) as [string, string | null, string | null];
  return { name, ...(type !== null && { type }), ...(accountId !== null && { accountId }) };
}
