import type { NodeIdentity } from '@radiograph/trace';
import { type Database, numberOf, type Statement, textOf } from './driver.js';
import { identityFromKey } from './node-ids.js';
import { keyText, MOST_KEYS } from './note-keys.js';

/** A node as a segment or call knows it. */
export interface Party {
  readonly node: NodeIdentity;
  readonly names: readonly string[];
}

/** A key of annotations, or of users and places. */
interface KnownKey {
  readonly id: number;
  readonly indexed: boolean;
}

/** What the numbers in the rows of searches stand for, as the reading side knows it. */
export class Vocabulary {
  readonly #parties = new Map<number, Party>();
  readonly #nodes = new Map<number, NodeIdentity>();
  readonly #keys = new Map<string, KnownKey>();
  readonly #newest: Statement;
  readonly #newParties: Statement;
  readonly #newNodes: Statement;
  readonly #allKeys: Statement;
  #last: readonly number[] = [0, 0, 0];

  constructor(database: Database) {
    this.#newest = database.prepare(
      `SELECT (SELECT max(id) FROM node) AS node, (SELECT max(id) FROM party) AS party,
         (SELECT max(id) FROM note_key) AS note_key`,
    );
    this.#newNodes = database.prepare('SELECT id, key FROM node WHERE id > ? ORDER BY id');
    this.#newParties = database.prepare('SELECT id, node, names FROM party WHERE id > ? ORDER BY id');
    this.#allKeys = database.prepare('SELECT id, name, indexed FROM note_key');
  }

  /** Learns what is new; true when anything is. To be called in the snapshot in which rows are read. */
  refresh(): boolean {
    const row = this.#newest.get();
    const newest = ['node', 'party', 'note_key'].map((column) => numberOf(row?.[column]));
    if (newest.every((number, i) => number === this.#last[i])) return false;
    const [node = 0, party = 0] = this.#last;
    for (const { id, key } of this.#newNodes.all(node)) {
      this.#nodes.set(numberOf(id), identityFromKey(textOf(key)));
    }
    for (const { id, node: of, names } of this.#newParties.all(party)) {
      this.#parties.set(numberOf(id), this.#party(numberOf(of), textOf(names)));
    }
    for (const { id, name, indexed } of this.#allKeys.all()) {
      this.#keys.set(textOf(name), { id: numberOf(id), indexed: indexed === 1 });
    }
    this.#last = newest;
    return true;
  }

  /** The numbers of the parties that pass; undefined where all do. */
  parties(passes: (party: Party) => boolean): readonly number[] | undefined {
    return passing(this.#parties, passes);
  }

  /** The numbers of the nodes that pass; undefined where all do. */
  nodes(passes: (node: NodeIdentity) => boolean): readonly number[] | undefined {
    return passing(this.#nodes, passes);
  }

  /** The key of an annotation; undefined for one that no row has. */
  annotationKey(key: string): KnownKey | undefined {
    return this.#keys.get(keyText(key));
  }

  /** The key of users and of places. */
  placeKey(name: 'user' | 'availabilityzone' | 'instance.id' | 'resource.arn'): KnownKey | undefined {
    return this.#keys.get(name);
  }

  /** So many keys are known that further ones have no rows. */
  get full(): boolean {
    return this.#keys.size >= MOST_KEYS;
  }

  #party(nodeId: number, names: string): Party {
    const node = this.#nodes.get(nodeId) ?? { name: '' };
    return { node, names: names === '' ? [node.name] : (JSON.parse(names) as string[]) };
  }
}

function passing<T>(
  all: ReadonlyMap<number, T>,
  passes: (item: T) => boolean,
): readonly number[] | undefined {
  const ids: number[] = [];
  for (const [id, item] of all) if (passes(item)) ids.push(id);
  return ids.length === all.size ? undefined : ids;
}
