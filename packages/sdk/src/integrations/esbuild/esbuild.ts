import { readFile } from 'node:fs/promises';
import { hookedPaths, tellingFile } from '../auto/hooked-path.js';

/** A plugin of esbuild, as far as esbuild looks at it. */
export interface EsbuildPlugin {
  readonly name: string;
  readonly setup: (build: EsbuildBuild) => void;
}

/** As much of esbuild's build as is used. */
export interface EsbuildBuild {
  onLoad(
    options: { readonly filter: RegExp },
    load: (file: { readonly path: string }) => Promise<Loaded>,
  ): void;
}

/** A file as the plugin hands it on. */
export interface Loaded {
  readonly contents: string;
  readonly loader: 'js';
}

/**
 * A plugin of esbuild that keeps `@radiograph/sdk/auto` working for libraries inside a bundle: the files that it hooks tell it when
 * they are loaded. The bundle still has to import `@radiograph/sdk/auto` first, or to be started with it.
 *
 * @example
 * await build({ entryPoints: ['app.js'], bundle: true, platform: 'node', plugins: [esbuild()] });
 */
export function esbuild(): EsbuildPlugin {
  // esbuild's own language of patterns knows `[\\/]` too, and paths of Windows have backslashes.
  const any = Object.values(hookedPaths)
    .map(({ source }) => source.replaceAll('\\/', '[\\\\/]'))
    .join('|');
  return {
    name: 'radiograph',
    setup: (build) => build.onLoad({ filter: new RegExp(any) }, load),
  };
}

async function load({ path }: { readonly path: string }): Promise<Loaded> {
  return { contents: tellingFile(path, await readFile(path, 'utf8')), loader: 'js' };
}
