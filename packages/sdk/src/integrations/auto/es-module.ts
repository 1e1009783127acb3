import * as nodeModule from 'node:module';
import { pathToFileURL } from 'node:url';
import { type Additions, additionsTo, hookedModules } from './hooked-path.js';

/** A module as Node's loader hands it on. */
interface Loaded {
  readonly format?: string | null;
  readonly source?: string | ArrayBuffer | NodeJS.TypedArray | null;
}
type Load = (url: string, context: unknown, next: (url: string, context: unknown) => Loaded) => Loaded;

/** Node's ways to see ES modules: in this thread since 22.15, in one of its own before. */
interface ModuleHooks {
  registerHooks?(hooks: { load: Load }): unknown;
  register?(specifier: string, parent: string, options: { data: readonly Additions[] }): void;
}

/**
 * Has the ES modules of hooked libraries tell when they are loaded, and calls `onSqlite` before the application gets
 * `node:sqlite`, which is told of by versions of Node with hooks in this thread.
 */
export function hookEsModules(onSqlite: () => void): void {
  const { registerHooks, register } = nodeModule as unknown as ModuleHooks;
  const data = hookedModules.map(additionsTo);
  if (typeof registerHooks === 'function') registerHooks({ load: loadAndTell(data, onSqlite) });
  else if (typeof register === 'function')
    register(`data:text/javascript,${encodeURIComponent(LOADER)}`, pathToFileURL(process.cwd()).href, {
      data,
    });
}

function loadAndTell(additions: readonly Additions[], onSqlite: () => void): Load {
  const modules = additions.map((addition) => ({ ...addition, place: new RegExp(addition.path) }));
  return (url, context, next) => {
    const loaded = next(url, context);
    if (url === 'node:sqlite') onSqlite();
    if (loaded.format !== 'module' || loaded.source == null) return loaded;
    const module = modules.find(({ place }) => place.test(url));
    if (module === undefined) return loaded;
    const text = typeof loaded.source === 'string' ? loaded.source : new TextDecoder().decode(loaded.source);
    if (text.includes(LOADED)) return loaded;
    const isKnown = new RegExp(module.declaration).test(text);
    return { ...loaded, source: text + (isKnown ? module.told : module.leftOut) };
  };
}

/** What a module says that was seen before: worker threads have hooks of their own, and share the thread of these. */
const LOADED = 'radiograph.auto.loaded';

/** The same for the thread that Node 20 has for it, which gets nothing but this text and the data. */
const LOADER = `
let modules = [];
export function initialize(additions) {
  modules = additions.map((addition) => ({ ...addition, place: new RegExp(addition.path) }));
}
export async function load(url, context, next) {
  const loaded = await next(url, context);
  if (loaded.format !== 'module' || loaded.source == null) return loaded;
  const module = modules.find(({ place }) => place.test(url));
  if (module === undefined) return loaded;
  const text = typeof loaded.source === 'string' ? loaded.source : new TextDecoder().decode(loaded.source);
  if (text.includes('${LOADED}')) return loaded;
  return { ...loaded, source: text + (new RegExp(module.declaration).test(text) ? module.told : module.leftOut) };
}`;
