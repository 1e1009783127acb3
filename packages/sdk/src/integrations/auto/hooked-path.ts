type HookedName =
  | 'pgClient'
  | 'pgPool'
  | 'mysql2Pool'
  | 'smithyClient'
  | 'sqliteDatabase'
  | 'koaApplication'
  | 'hapi'
  | 'expressLayer'
  | 'hono'
  | 'nest'
  | 'grpcClient'
  | 'grpcServer'
  | 'bullmqQueue'
  | 'bullmqFlow';

/** What the ends of the paths of hooked files look like, with `/` between folders; apart, as the plugin of esbuild needs no more. */
export const hookedPaths: Readonly<Record<HookedName, RegExp>> = {
  pgClient: /\/node_modules\/pg\/lib\/client\.js$/,
  pgPool: /\/node_modules\/pg-pool\/index\.js$/,
  mysql2Pool: /\/node_modules\/mysql2\/lib\/(base\/)?pool\.js$/,
  smithyClient:
    /\/node_modules\/@smithy\/(core\/dist-(cjs\/submodules\/client\/index|es\/submodules\/client\/smithy-client\/client)|smithy-client\/dist-(cjs\/index|es\/client))\.js$/,
  sqliteDatabase: /\/node_modules\/(better-sqlite3\/lib\/database|libsql\/index)\.js$/,
  koaApplication: /\/node_modules\/koa\/lib\/application\.js$/,
  hapi: /\/node_modules\/@hapi\/hapi\/lib\/index\.js$/,
  expressLayer: /\/node_modules\/(express4?\/lib\/router|router\/lib)\/layer\.js$/,
  hono: /\/node_modules\/hono\/dist\/(cjs\/)?hono-base\.js$/,
  // What `require` loads of ES modules, Node 20 tells of the first alone.
  nest: /\/node_modules\/@nestjs\/core\/(nest-application|index)\.js$/,
  grpcClient: /\/node_modules\/@grpc\/grpc-js\/build\/src\/client-interceptors\.js$/,
  grpcServer: /\/node_modules\/@grpc\/grpc-js\/build\/src\/server-interceptors\.js$/,
  bullmqQueue: /\/node_modules\/bullmq\/dist\/(cjs|esm)\/classes\/queue-base\.js$/,
  bullmqFlow: /\/node_modules\/bullmq\/dist\/(cjs|esm)\/classes\/flow-producer\.js$/,
};

/** The class that is hooked in a file that is an ES module, under the names that it is known by outside and inside. */
interface HookedModule {
  readonly path: RegExp;
  readonly exported: string;
  readonly local: string;
}

/** Where libraries have ES modules: Node takes those of Hono and Nest, bundlers take the others too. */
export const hookedModules: readonly HookedModule[] = [
  {
    path: /\/@smithy\/(core\/dist-es\/submodules\/client\/smithy-client|smithy-client\/dist-es)\/client\.js$/,
    exported: 'Client',
    local: 'Client',
  },
  { path: /\/node_modules\/hono\/dist\/hono-base\.js$/, exported: 'HonoBase', local: 'Hono' },
  {
    path: /\/node_modules\/@nestjs\/core\/nest-application\.js$/,
    exported: 'NestApplication',
    local: 'NestApplication',
  },
  { path: /\/bullmq\/dist\/esm\/classes\/queue-base\.js$/, exported: 'QueueBase', local: 'QueueBase' },
  {
    path: /\/bullmq\/dist\/esm\/classes\/flow-producer\.js$/,
    exported: 'FlowProducer',
    local: 'FlowProducer',
  },
];

/** What is added to a module, where it declares the class in one of the usual ways, and where it does not. */
export interface Additions {
  readonly path: string;
  readonly declaration: string;
  readonly told: string;
  readonly leftOut: string;
}

/** What is added at the end of an ES module, so that no line of it moves: its class may be replaced by one made of it. */
export function additionsTo({ path, exported, local }: HookedModule): Additions {
  const told = `${LOADED}?.(import.meta.url, { ${exported}: ${local} })?.${exported}`;
  return {
    path: path.source,
    // A constant cannot be replaced.
    declaration: `\\b(class|var|let) ${local}\\b`,
    told: `\n;${local} = ${told} ?? ${local};\n`,
    leftOut: `\n;${LOADED}?.(import.meta.url, {});\n`,
  };
}

/** A hooked file that tells when it is loaded, for those that are loaded from a bundle. */
export function tellingFile(path: string, text: string): string {
  const place = path.replaceAll('\\', '/');
  const module = hookedModules.find((one) => one.path.test(place));
  if (module === undefined) return IS_MODULE.test(text) ? text : text + callWith(place);
  const { declaration, told, leftOut } = additionsTo(module);
  const addition = new RegExp(declaration).test(text) ? told : leftOut;
  return text + addition.replace('import.meta.url', JSON.stringify(place));
}

const callWith = (place: string): string => `\n;${LOADED}?.(${JSON.stringify(place)}, module.exports);\n`;

const IS_MODULE = /^(import|export)\b/m;
const LOADED = `globalThis[Symbol.for('radiograph.auto.loaded.v1')]`;
