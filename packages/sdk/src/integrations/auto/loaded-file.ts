import { Module } from 'node:module';
import { defaultRecorder } from '../../index.js';
import { type HookedFile, hookedFiles } from './hooked-file.js';
import type { Integrations } from './integrations.js';

/** Where the esbuild plugin has bundled files call, when they are loaded. */
const LOADED = Symbol.for('radiograph.auto.loaded.v1');

type OnLoaded = (path: string, exports: unknown) => unknown;
type Loader = (module: { exports: unknown }, path: string) => void;

/**
 * Has the files of libraries hooked when they are loaded: by `require`, and by `import`, which loads CommonJS the same way.
 * What is loaded already stays as it is.
 *
 * @returns whether this is the first time it is asked for
 */
export function hookLoadedFiles(integrations: Integrations): boolean {
  const slots = globalThis as { [LOADED]?: OnLoaded };
  if (slots[LOADED] !== undefined) return false;
  const files = hookedFiles(integrations);
  const onLoaded: OnLoaded = (path, exports) => hook(files, path, exports);
  slots[LOADED] = onLoaded;
  const loaders = (Module as unknown as { _extensions: Record<string, Loader> })._extensions;
  const load = loaders['.js'];
  if (load === undefined) return true;
  loaders['.js'] = function loadAndHook(this: unknown, module, path) {
    load.call(this, module, path);
    if (path.includes('node_modules')) onLoaded(path, module.exports);
  };
  return true;
}

/**
 * What goes wrong here must not reach who loads the library.
 *
 * @param path a path or a `file:` URL
 * @returns the exports, where one may have been replaced
 */
function hook(files: readonly HookedFile[], path: string, exports: unknown): unknown {
  const place = path.replaceAll('\\', '/');
  for (const file of files) {
    if (!file.path.test(place)) continue;
    try {
      file.hook(exports as never);
    } catch (error) {
      defaultRecorder().tellLeftOut(
        `this version of the library of /${file.integration} is built otherwise: it is not recorded by itself (${place})`,
        error,
      );
    }
  }
  return exports;
}
