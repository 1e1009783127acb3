import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** An empty folder of a test's own. */
export interface TemporaryFolder extends AsyncDisposable {
  readonly path: string;
  /** Deletes the folder and what is in it; twice is harmless. */
  remove(): Promise<void>;
}

/**
 * Makes a {@link TemporaryFolder}.
 *
 * @example
 * const folder = await temporaryFolder();
 * onTestFinished(folder.remove);
 */
export async function temporaryFolder(): Promise<TemporaryFolder> {
  const path = await mkdtemp(join(tmpdir(), 'radiograph-'));
  // A process that a test has just ended may still be writing.
  const remove = () => rm(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  return { path, remove, [Symbol.asyncDispose]: remove };
}
