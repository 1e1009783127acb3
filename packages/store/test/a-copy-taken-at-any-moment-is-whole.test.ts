import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { seededRandom, temporaryFolder } from '@radiograph/testkit';
import { it, onTestFinished } from 'vitest';
import { startChild } from './rig/child.js';
import { expectAllOf, noteAcknowledged } from './rig/rebuilt.js';

const COPIES = 8;

it.skipIf(process.platform === 'win32')(
  'files copied at random moments hold all that was acknowledged by then, and equal a store rebuilt from its documents',
  { timeout: 120_000 },
  async () => {
    const folder = await temporaryFolder();
    onTestFinished(folder.remove);
    const random = seededRandom(20_261_129);
    const child = startChild('append-and-delete-until-killed.mjs', folder.path, '7');
    onTestFinished(child.kill);
    const copies: { readonly path: string; readonly acknowledged: Set<string> }[] = [];
    for (let n = 0; n < COPIES; n++) {
      await child.printed(child.lines.length + random.integer(20, 200));
      await child.stopped();
      const acknowledged = new Set<string>();
      noteAcknowledged(child.lines.slice(1), acknowledged);
      const path = join(folder.path, `copy-${n}`);
      copyFiles(folder.path, path);
      copies.push({ path, acknowledged });
      child.goOn();
    }
    await child.kill();
    for (const { path, acknowledged } of copies) await expectAllOf(path, acknowledged);
  },
);

/** The database and its log: `-shm` is made from the log again. */
function copyFiles(from: string, to: string): void {
  for (const name of ['traces.db', 'traces.db-wal'])
    if (existsSync(join(from, name))) cpSync(join(from, name), join(to, name));
}
