import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** An empty folder that is gone when the test is over, or when `after` says so. */
export function temporaryFolder(after: (cleanUp: () => void) => void = onTestFinished): string {
  const folder = mkdtempSync(join(tmpdir(), 'radiograph-cli-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
