import { resolve } from 'node:path';
import { checkStore, type SalvageReport, salvageStore } from '@radiograph/store';

/** What `radiograph salvage` is told. */
export interface SalvageCommandOptions {
  readonly data: string;
}

/** At most one line of progress in this time. */
const NOTICE_MS = 2_000;

/** Copies what can be read of a damaged data folder into a new file and says what was saved. A folder that is whole is left alone. */
export async function salvage({ data }: SalvageCommandOptions): Promise<void> {
  const folder = resolve(data);
  if (checkStore({ folder }).problems.length === 0) {
    process.stdout.write(`${folder} is whole; nothing was done\n`);
    return;
  }
  const report = await salvageStore({ folder, onProgress: progress() });
  process.stdout.write(summary(report));
}

function progress(): (pages: number, allPages: number) => void {
  let toldAtMs = performance.now();
  return (pages, allPages) => {
    if (performance.now() - toldAtMs < NOTICE_MS) return;
    toldAtMs = performance.now();
    process.stderr.write(`read ${Math.floor((pages / allPages) * 100)} % of the damaged file\n`);
  };
}

function summary({ documents, settings, damagedPages, cutRows, kept }: SalvageReport): string {
  const number = (count: number): string => count.toLocaleString('en-US');
  return [
    `Saved ${number(documents)} documents and ${number(settings)} settings; radiograph starts with them`,
    `Not readable: ${number(damagedPages)} pages, and ${number(cutRows)} documents or blocks of documents in part`,
    `The damaged files are in ${kept}, as they were`,
    '',
  ].join('\n');
}
