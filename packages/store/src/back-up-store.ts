import { fork } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, linkSync, openSync, rmSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { CopyOutcome } from './processes/copy-process.js';
import { databaseFile } from './sqlite/data-folder.js';
import { toStoreError } from './sqlite/failure.js';
import { StoreError } from './store-error.js';
import { receivedError } from './threads/messages.js';

const COPY_PROCESS = new URL('./processes/copy-process.js', import.meta.url);

/** What is copied, and where to. */
export interface BackupOptions {
  /** The data folder; a running service may have it open. */
  readonly folder: string;
  /** The file that is made; it must not exist. */
  readonly file: string;
}

/**
 * Copies a store into one file while it may be in use, and gives the file's size in bytes. The copy holds everything that had been
 * acknowledged when it began; put as `traces.db` into an empty folder it is a store. A process of its own copies, so that the
 * caller's thread goes on and the copy can be ended at any moment.
 *
 * @param signal ends the copy, rejects with its reason and leaves nothing behind
 * @throws StoreError `store/no-store`, `store/target-exists`, `store/target-unwritable`, `store/disk-full`, `store/damaged`, `store/unreadable`
 */
export async function backUpStore({ folder, file }: BackupOptions, signal?: AbortSignal): Promise<number> {
  const target = resolve(file);
  if (!existsSync(databaseFile(folder)))
    throw new StoreError('store/no-store', `${folder} holds no traces; name the data folder`);
  if (existsSync(target)) throw targetExists(target);
  signal?.throwIfAborted();
  const part = `${target}.${process.pid}.part`;
  claim(part);
  try {
    await copied(folder, part, signal);
    // Unlike a rename, a link never takes the place of a file that came meanwhile.
    linkSync(part, target);
    return statSync(target).size;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') throw targetExists(target);
    throw inTermsOf(target, folder, error);
  } finally {
    rmSync(part, { force: true });
    rmSync(`${part}-journal`, { force: true });
  }
}

/** Settles when the copying process is gone, so that nobody writes to a file that is removed. */
async function copied(folder: string, part: string, signal: AbortSignal | undefined): Promise<void> {
  const child = fork(COPY_PROCESS, [folder, part], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    // What the application preloads has no business there.
    env: { ...process.env, NODE_OPTIONS: '' },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const end = (): void => void child.kill('SIGKILL');
  signal?.addEventListener('abort', end, { once: true });
  let outcome: CopyOutcome | undefined;
  child.on('message', (message: CopyOutcome) => {
    outcome = message;
  });
  try {
    await once(child, 'close');
  } finally {
    signal?.removeEventListener('abort', end);
  }
  signal?.throwIfAborted();
  if (outcome?.error !== undefined) throw receivedError(outcome.error);
  if (outcome === undefined) throw new Error('the process that copies the store ended before it was done');
}

/** An empty file is one that SQLite copies into; a folder that cannot be written to is told before anything is read. */
function claim(part: string): void {
  try {
    closeSync(openSync(part, 'wx'));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new StoreError(
      'store/target-unwritable',
      `the back-up cannot be written (${reason}); choose another place`,
      {
        cause,
      },
    );
  }
}

function targetExists(target: string): StoreError {
  return new StoreError('store/target-exists', `${target} exists and was left alone; name a new file`);
}

/** A full disk is the target's: reading takes no room. */
function inTermsOf(target: string, folder: string, error: unknown): unknown {
  const told = toStoreError(error, folder);
  if (!(told instanceof StoreError) || told.code !== 'store/disk-full') return told;
  return new StoreError(
    'store/disk-full',
    `the disk of ${target} has no room for the back-up; nothing was left there`,
    {
      cause: error,
    },
  );
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
