import { execFileSync } from 'node:child_process';
import { chownSync, cpSync, existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The user `nobody` where this runs as root, which database servers refuse; else whoever runs this. */
export const unprivileged: number | undefined = process.getuid?.() === 0 ? 65534 : undefined;

/** A new folder for an unprivileged server's data. */
export function dataFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `radiograph-${name}-`));
  if (unprivileged !== undefined) chownSync(folder, unprivileged, unprivileged);
  return folder;
}

/** A folder of programs that an unprivileged user can run: itself, or a copy where the clone is closed to others. */
export function runnable(folder: string, program: string, copyName: string): string {
  if (unprivileged === undefined || works(join(folder, program))) return folder;
  const copy = join(tmpdir(), copyName);
  if (!existsSync(copy)) {
    const staging = `${copy}.${process.pid}`;
    cpSync(folder, staging, { recursive: true, verbatimSymlinks: true });
    try {
      renameSync(staging, copy);
    } catch (error) {
      if (!existsSync(copy)) throw error;
      rmSync(staging, { recursive: true });
    }
  }
  return copy;
}

function works(program: string): boolean {
  try {
    execFileSync(program, ['--version'], { uid: unprivileged, gid: unprivileged, stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
