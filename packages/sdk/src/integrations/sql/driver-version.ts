import { createRequire } from 'node:module';
import { join } from 'node:path';

const versions: Map<string, string | undefined> = new Map();

/** The version of an installed package, seen from the program that runs; `undefined` where it cannot be found, as in a bundle. */
export function driverVersion(name: string): string | undefined {
  if (!versions.has(name)) versions.set(name, find(name));
  return versions.get(name);
}

function find(name: string): string | undefined {
  for (const place of [process.argv[1], join(process.cwd(), 'index.js')]) {
    try {
      if (place === undefined) continue;
      const { version } = createRequire(place)(`${name}/package.json`) as { version?: unknown };
      if (typeof version === 'string') return version;
    } catch {
      // Not installed there, or its package.json is not to be had.
    }
  }
  return undefined;
}
