import { type NodeIdentity, nodeKey } from '@radiograph/trace';
import { type Database, numberOf, type Statement, textOf } from './driver.js';

/** Identities kept in memory; beyond it the table is asked again. */
const REMEMBERED = 50_000;

/** An identity of a name that is known, with its number. */
interface NumberedNode {
  readonly identity: NodeIdentity;
  readonly id: number;
}

/** Gives every node identity a small number, for good: the writing side. */
export class NodeIds {
  /** By name first: no text has to be made to find one. */
  readonly #byName = new Map<string, NumberedNode[]>();
  readonly #select: Statement;
  readonly #insert: Statement;
  #remembered = 0;

  constructor(database: Database) {
    this.#select = database.prepare('SELECT id FROM node WHERE key = ?');
    this.#insert = database.prepare('INSERT INTO node (key) VALUES (?)');
  }

  idOf(identity: NodeIdentity): number {
    for (const known of this.#byName.get(identity.name) ?? []) {
      if (isSameNode(known.identity, identity)) return known.id;
    }
    const id = this.#find(nodeKey(identity));
    if (this.#remembered >= REMEMBERED) this.forget();
    const namesakes = this.#byName.get(identity.name);
    if (namesakes === undefined) this.#byName.set(identity.name, [{ identity, id }]);
    else namesakes.push({ identity, id });
    this.#remembered++;
    return id;
  }

  /** Forgets what a transaction that was undone may have numbered. */
  forget(): void {
    this.#byName.clear();
    this.#remembered = 0;
  }

  #find(key: string): number {
    const row = this.#select.get(key);
    if (row !== undefined) return numberOf(row['id']);
    this.#insert.run(key);
    return numberOf(this.#select.get(key)?.['id']);
  }
}

function isSameNode(a: NodeIdentity, b: NodeIdentity): boolean {
  return a.name === b.name && a.type === b.type && a.accountId === b.accountId;
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
