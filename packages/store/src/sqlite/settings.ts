import type { JsonValue } from '@radiograph/protocol';
import type { FoundSetting } from '../salvage/finds.js';
import type { Setting, SettingChange, SettingPlace, SettingRemoval } from '../settings.js';
import { StoreError } from '../store-error.js';
import { type Database, numberOf, type Statement, textOf, transaction } from './driver.js';

/** Reads settings; the reading side. */
export class SettingsReader {
  readonly #select: Statement;

  constructor(database: Database) {
    this.#select = database.prepare('SELECT key, revision, value FROM setting WHERE kind = ?');
  }

  /** Every setting of a kind, by key. */
  all(kind: string): readonly Setting[] {
    const settings = this.#select.all(JSON.stringify(kind)).map((row) => ({
      kind,
      key: JSON.parse(textOf(row['key'])) as string,
      value: JSON.parse(textOf(row['value'])) as JsonValue,
      revision: numberOf(row['revision']),
    }));
    return settings.sort((a, b) => (a.key < b.key ? -1 : 1));
  }
}

/** Writes settings, each change in a transaction of its own; the writing side. */
export class SettingsWriter {
  readonly #database: Database;
  readonly #select: Statement;
  readonly #upsert: Statement;
  readonly #restore: Statement;
  readonly #delete: Statement;

  constructor(database: Database) {
    this.#database = database;
    this.#select = database.prepare('SELECT revision FROM setting WHERE kind = ? AND key = ?');
    this.#upsert = database.prepare(
      `INSERT INTO setting (kind, key, revision, value) VALUES (?, ?, ?, ?)
       ON CONFLICT (kind, key) DO UPDATE SET revision = excluded.revision, value = excluded.value`,
    );
    this.#restore = database.prepare(
      `INSERT INTO setting (kind, key, revision, value) VALUES (?, ?, ?, ?)
       ON CONFLICT (kind, key) DO UPDATE SET revision = excluded.revision, value = excluded.value
       WHERE excluded.revision > setting.revision`,
    );
    this.#delete = database.prepare('DELETE FROM setting WHERE kind = ? AND key = ?');
  }

  /** @throws StoreError `store/conflict` */
  put(change: SettingChange): Setting {
    return transaction(this.#database, () => {
      const { kind, key, value } = change;
      const revision = this.#checkedRevision(change) + 1;
      this.#upsert.run(...placeOf(change), revision, JSON.stringify(value));
      return { kind, key, value, revision };
    });
  }

  /** Puts a setting back that was found in a damaged file; a later revision of it stays. */
  restore({ kind, key, revision, value }: FoundSetting): void {
    this.#restore.run(kind, key, revision, value);
  }

  /** @throws StoreError `store/conflict` */
  delete(removal: SettingRemoval): boolean {
    return transaction(this.#database, () => {
      this.#checkedRevision(removal);
      return this.#delete.run(...placeOf(removal)) > 0;
    });
  }

  #checkedRevision(removal: SettingRemoval): number {
    const revision = numberOf(this.#select.get(...placeOf(removal))?.['revision']);
    const { kind, key, expectedRevision = revision } = removal;
    if (revision === expectedRevision) return revision;
    throw new StoreError(
      'store/conflict',
      `the ${kind} ${JSON.stringify(key)} has revision ${revision}, not ${expectedRevision}; read it again and repeat the change`,
    );
  }
}

function placeOf({ kind, key }: SettingPlace): [kind: string, key: string] {
  return [JSON.stringify(kind), JSON.stringify(key)];
}
