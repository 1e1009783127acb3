import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { functions, handle } from './functions.js';

const bench = fileURLToPath(new URL('../../', import.meta.url));

/** Makes one minified file of a function and all that it needs, as it would be deployed; gives the folder. */
export async function bundledFunction(name: string, folder: string): Promise<string> {
  const place = join(folder, name);
  mkdirSync(place);
  await build({
    stdin: { contents: `${functions[name]}${handle}`, resolveDir: bench, loader: 'js' },
    outfile: join(place, 'index.js'),
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    logLevel: 'error',
  });
  return place;
}
