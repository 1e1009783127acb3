import type { JsonValue } from '@radiograph/protocol';

/** What the service keeps beside traces: groups, sampling rules, tags and the like, each a JSON value under a kind and a key. */
export interface SettingsStore {
  /** Every setting of a kind, in the order of their keys. What was put before is among them. */
  settings(kind: string): Promise<readonly Setting[]>;
  /**
   * Writes a setting, on disk when the promise settles. With `expectedRevision` only where the stored revision is that one, 0
   * meaning that there is none yet; else it rejects with `store/conflict`.
   */
  putSetting(change: SettingChange): Promise<Setting>;
  /** Removes a setting, and tells whether there was one. `expectedRevision` as for {@link putSetting}. */
  deleteSetting(removal: SettingRemoval): Promise<boolean>;
}

/** Where a setting is. */
export interface SettingPlace {
  /** What it is: `group`, `rule`, `tag`, … */
  readonly kind: string;
  /** Which one of its kind. */
  readonly key: string;
}

/** A setting as it is stored. */
export interface Setting extends SettingPlace {
  readonly value: JsonValue;
  /** 1 at first, one more with every change. */
  readonly revision: number;
}

/** A setting to be removed. */
export interface SettingRemoval extends SettingPlace {
  readonly expectedRevision?: number;
}

/** A setting to be written. */
export interface SettingChange extends SettingRemoval {
  readonly value: JsonValue;
}
