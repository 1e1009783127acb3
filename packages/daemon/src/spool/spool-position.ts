import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Up to where the spool has been sent: everything before is done with. */
export interface SpoolPosition {
  /** The number of a file. */
  readonly file: number;
  /** Bytes in it. */
  readonly offset: number;
}

const NAME = 'position.json';

/** Reads where an earlier process was; the beginning where that is not known, as everything is sent again then, which harms nothing. */
export async function readPosition(folder: string): Promise<SpoolPosition> {
  try {
    const { file, offset } = JSON.parse(await readFile(join(folder, NAME), 'utf8')) as Partial<SpoolPosition>;
    if (isCount(file) && isCount(offset)) return { file, offset };
  } catch {
    // Never written, or damaged.
  }
  return { file: 0, offset: 0 };
}

/** Keeps the position in one step, so that a process that dies leaves the old one or the new one. */
export async function writePosition(folder: string, position: SpoolPosition): Promise<void> {
  const next = join(folder, `${NAME}.next`);
  await writeFile(next, JSON.stringify(position), { mode: 0o600 });
  await rename(next, join(folder, NAME));
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
