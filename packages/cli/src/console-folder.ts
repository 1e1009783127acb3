import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The folder of the built console; undefined where the console is not installed or not built, and the service then has no page. */
export function consoleFolder(): string | undefined {
  const require = createRequire(import.meta.url);
  try {
    const folder = join(dirname(require.resolve('@radiograph/console/package.json')), 'dist');
    return existsSync(join(folder, 'index.html')) ? folder : undefined;
  } catch {
    return undefined;
  }
}
