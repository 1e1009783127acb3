type HookedName =
  | 'pgClient'
  | 'pgPool'
  | 'mysql2Pool'
  | 'smithyClient'
  | 'sqliteDatabase'
  | 'koaApplication'
  | 'hapi'
  | 'expressLayer';

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
  expressLayer: /\/node_modules\/express4?\/lib\/router\/layer\.js$/,
};
