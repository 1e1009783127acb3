import { existsSync, linkSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonValue } from '@radiograph/protocol';
import { openStore } from './open-store.js';
import { type Find, type FoundSetting, findsOn } from './salvage/finds.js';
import { stamp } from './salvage/log-rescue.js';
import { PageSource } from './salvage/page-source.js';
import { databaseFile } from './sqlite/data-folder.js';
import { toStoreError } from './sqlite/failure.js';
import { lockFolder } from './sqlite/folder-lock.js';
import { StoreError } from './store-error.js';
import type { TraceStore } from './trace-store.js';

/** What is salvaged, and who is told how far it is. */
export interface SalvageOptions {
  /** The data folder; no service may have it open. */
  readonly folder: string;
  /** Told now and then how many pages of the damaged file have been read. */
  readonly onProgress?: (pages: number, allPages: number) => void;
}

/** What was saved of a damaged file, and what was not. */
export interface SalvageReport {
  readonly documents: number;
  readonly settings: number;
  /** Pages that should hold rows and cannot be read. */
  readonly damagedPages: number;
  /** Documents, and blocks of them, that end in damage; what comes before it in a block is saved. */
  readonly cutRows: number;
  /** The folder in which the damaged files are now, as they were. */
  readonly kept: string;
}

/** The folder in which the new file is made. */
const WORK_FOLDER = 'salvaging';

/** Documents appended at a time, in bytes. */
const BATCH_BYTES = 4 * 1024 * 1024;

/** Pages read between two notices of progress. */
const PAGES_A_NOTICE = 500;

const OPTIONS = { durability: 'lazy', maxDocumentBytes: Number.POSITIVE_INFINITY } as const;

/**
 * Copies what can be read of a damaged store into a new file, page by page, without the help of what is damaged: documents and settings;
 * all else is made from these again. The damaged files are moved into a folder beside and not changed. What retention had deleted
 * may come back where its pages were still there.
 *
 * @throws StoreError `store/locked`, `store/no-store`, `store/unreadable` where nothing of a store is found, `store/disk-full`
 */
export async function salvageStore({ folder, onProgress }: SalvageOptions): Promise<SalvageReport> {
  const file = databaseFile(folder);
  if (!existsSync(file))
    throw new StoreError('store/no-store', `${folder} holds no traces; name the data folder`);
  const work = join(folder, WORK_FOLDER);
  const lock = lockFolder(folder);
  try {
    rmSync(work, { recursive: true, force: true });
    mkdirSync(work);
    const saved = await copyFinds(file, work, onProgress);
    if (saved.documents === 0 && saved.settings === 0) throw nothingFound(file);
    return { ...saved, kept: exchange(folder, work) };
  } catch (error) {
    throw toStoreError(error, folder);
  } finally {
    rmSync(work, { recursive: true, force: true });
    lock.close();
  }
}

async function copyFinds(
  file: string,
  work: string,
  onProgress: SalvageOptions['onProgress'],
): Promise<Omit<SalvageReport, 'kept'>> {
  const source = new PageSource(file);
  const store = await openStore({ folder: work, maxTraceBytes: Number.POSITIVE_INFINITY, packAfterS: 0 });
  try {
    const target = new Target(store);
    for (let page = 1; page <= source.pageCount; page++) {
      for (const find of findsOn(source, page)) await target.take(find);
      if (page % PAGES_A_NOTICE === 0 || page === source.pageCount) onProgress?.(page, source.pageCount);
    }
    return await target.finish();
  } finally {
    source.close();
    await store.close();
  }
}

/** The new store, filled by the way of every document. */
class Target {
  readonly #store: TraceStore;
  readonly #settings = new Map<string, FoundSetting>();
  #damagedPages = 0;
  #cutRows = 0;
  #batch: Uint8Array[] = [];
  #bytes = 0;

  constructor(store: TraceStore) {
    this.#store = store;
  }

  async take(find: Find): Promise<void> {
    if (find.kind === 'document') {
      this.#batch.push(find.body);
      this.#bytes += find.body.byteLength;
      if (this.#bytes >= BATCH_BYTES) await this.#append();
    } else if (find.kind === 'setting') this.#note(find.setting);
    else if (find.kind === 'cut') this.#cutRows++;
    else this.#damagedPages++;
  }

  async finish(): Promise<Omit<SalvageReport, 'kept'>> {
    await this.#append();
    for (const { kind, key, value } of this.#settings.values())
      await this.#store.putSetting({
        kind: JSON.parse(kind) as string,
        key: JSON.parse(key) as string,
        value: JSON.parse(value) as JsonValue,
      });
    await this.#store.settled();
    const { documents } = await this.#store.status();
    return {
      documents,
      settings: this.#settings.size,
      damagedPages: this.#damagedPages,
      cutRows: this.#cutRows,
    };
  }

  async #append(): Promise<void> {
    const batch = this.#batch.splice(0);
    this.#bytes = 0;
    const verdicts = await this.#store.append(batch, OPTIONS);
    // What was a document once and is none any more: compressed bytes have no checksum.
    for (const { accepted } of verdicts) if (!accepted) this.#cutRows++;
  }

  #note(setting: FoundSetting): void {
    const place = `${setting.kind} ${setting.key}`;
    const known = this.#settings.get(place);
    if (known === undefined || known.revision < setting.revision) this.#settings.set(place, setting);
  }
}

/**
 * Puts the new file in the place of the damaged one, which is kept in a folder of its own with its log; gives that folder. At no moment is
 * there no file, which the next start would take for a new store, nor the new file beside the old one's log.
 */
function exchange(folder: string, work: string): string {
  const kept = join(folder, `damaged-${stamp()}`);
  mkdirSync(kept);
  const [file, keptFile] = [databaseFile(folder), databaseFile(kept)];
  linkSync(file, keptFile);
  for (const ending of ['-wal', '-shm'])
    if (existsSync(file + ending)) renameSync(file + ending, keptFile + ending);
  renameSync(databaseFile(work), file);
  return kept;
}

function nothingFound(file: string): StoreError {
  return new StoreError(
    'store/unreadable',
    `nothing of a store was found in ${file}, which was left as it is; restore it from a back-up, or choose another data folder`,
  );
}
