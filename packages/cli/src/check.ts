import { resolve } from 'node:path';
import { checkStore } from '@radiograph/store';

/** What `radiograph check` is told. */
export interface CheckCommandOptions {
  readonly data: string;
}

/** Reads the file of a data folder through, whether a service runs there or not, and says what is wrong with it. Gives the exit code. */
export function check({ data }: CheckCommandOptions): 0 | 1 {
  const { bytes, problems } = checkStore({ folder: resolve(data) });
  if (problems.length === 0) {
    process.stdout.write(`${resolve(data)} is whole: ${bytes.toLocaleString('en-US')} bytes read\n`);
    return 0;
  }
  process.stderr.write(`${resolve(data)} is damaged:\n${problems.map((line) => `  ${line}\n`).join('')}`);
  process.stderr.write(
    'radiograph salvage copies what can be read into a new file and keeps the damaged one\n',
  );
  return 1;
}
