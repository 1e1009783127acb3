import type { JsonValue } from '@radiograph/protocol';
import { type SettingsStore, StoreError } from '@radiograph/store';

/** How long what was read is taken for current: other processes over the same store may change it. */
const freshMs = 1000;

/** A value with the revision under which it is stored. */
export interface Kept<T> {
  readonly value: T;
  readonly revision: number;
}

/** All values of one kind of setting, remembered for a second, changed one at a time. */
export class Shelf<T extends object> {
  readonly #store: SettingsStore;
  readonly #kind: string;
  readonly #nowMs: () => number;
  #latest: Promise<ReadonlyMap<string, Kept<T>>> | undefined;
  #readAtMs = 0;
  #lastChange: Promise<unknown> = Promise.resolve();

  constructor(store: SettingsStore, kind: string, nowMs: () => number = () => performance.now()) {
    this.#store = store;
    this.#kind = kind;
    this.#nowMs = nowMs;
  }

  /** Every value by key. */
  all(): Promise<ReadonlyMap<string, Kept<T>>> {
    const nowMs = this.#nowMs();
    if (this.#latest === undefined || nowMs - this.#readAtMs > freshMs) {
      this.#readAtMs = nowMs;
      this.#latest = this.#read();
    }
    return this.#latest;
  }

  /** The value of a key as it is now. */
  async get(key: string): Promise<Kept<T> | undefined> {
    return (await this.all()).get(key);
  }

  /**
   * Runs a change after those that came before it, with everything as it is stored now, so that what it checks still holds
   * when it writes.
   */
  change<R>(work: (all: ReadonlyMap<string, Kept<T>>) => Promise<R>): Promise<R> {
    const next = this.#lastChange.then(async () => work(await this.#read()));
    this.#lastChange = next.catch(() => undefined);
    return next;
  }

  /** Writes a value over the revision that was read, 0 where there was none. False where someone else was faster. */
  async put(key: string, value: T, over: number): Promise<boolean> {
    return this.#applied(
      this.#store.putSetting({
        kind: this.#kind,
        key,
        // The values of shelves are plain data; interfaces just do not say so.
        value: value as unknown as JsonValue,
        expectedRevision: over,
      }),
    );
  }

  /** Removes a value as it was read. False where someone else was faster. */
  async delete(key: string, over: number): Promise<boolean> {
    return this.#applied(this.#store.deleteSetting({ kind: this.#kind, key, expectedRevision: over }));
  }

  async #applied(change: Promise<unknown>): Promise<boolean> {
    try {
      await change;
      return true;
    } catch (error) {
      if (error instanceof StoreError && error.code === 'store/conflict') return false;
      throw error;
    } finally {
      this.#latest = undefined;
    }
  }

  async #read(): Promise<ReadonlyMap<string, Kept<T>>> {
    try {
      const settings = await this.#store.settings(this.#kind);
      return new Map(
        settings.map(({ key, value, revision }) => [key, { value: value as unknown as T, revision }]),
      );
    } catch (error) {
      this.#latest = undefined;
      throw error;
    }
  }
}
