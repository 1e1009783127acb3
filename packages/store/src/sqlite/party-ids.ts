import type { NodeIdentity } from '@radiograph/trace';
import { type Database, numberOf, type Statement } from './driver.js';
import type { NodeIds } from './node-ids.js';

/** Parties kept in memory; beyond it the table is asked again. */
const REMEMBERED = 50_000;

/** Gives every node with its names a small number, for good. */
export class PartyIds {
  readonly #nodes: NodeIds;
  /** Those that go by their node's own name only, by the node's number. */
  readonly #plain = new Map<number, number>();
  readonly #byKey = new Map<string, number>();
  readonly #select: Statement;
  readonly #insert: Statement;

  constructor(database: Database, nodes: NodeIds) {
    this.#nodes = nodes;
    this.#select = database.prepare('SELECT id FROM party WHERE node = ? AND names = ?');
    this.#insert = database.prepare('INSERT INTO party (node, names) VALUES (?, ?)');
  }

  /** The number of a node that is known by these names, its own among them or not. */
  idOf(node: NodeIdentity, names: readonly string[]): number {
    const nodeId = this.#nodes.idOf(node);
    if (names.length === 1 && names[0] === node.name) {
      return this.#plain.get(nodeId) ?? this.#remember(this.#plain, nodeId, this.#find(nodeId, ''));
    }
    const more = JSON.stringify(names);
    const key = `${nodeId} ${more}`;
    return this.#byKey.get(key) ?? this.#remember(this.#byKey, key, this.#find(nodeId, more));
  }

  /** Forgets what a transaction that was undone may have numbered. */
  forget(): void {
    this.#plain.clear();
    this.#byKey.clear();
  }

  #remember<K>(known: Map<K, number>, key: K, id: number): number {
    if (known.size >= REMEMBERED) known.clear();
    known.set(key, id);
    return id;
  }

  #find(node: number, names: string): number {
    const row = this.#select.get(node, names);
    if (row !== undefined) return numberOf(row['id']);
    this.#insert.run(node, names);
    return numberOf(this.#select.get(node, names)?.['id']);
  }
}
