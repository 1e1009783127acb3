import { aws } from '../aws/index.js';
import { bullmq } from '../bullmq/index.js';
import { hookLayer } from '../express/layer.js';
import { hookGrpcClients, hookGrpcServers } from '../grpc/grpc-hook.js';
import { hookHapi } from '../hapi/index.js';
import { hookHono } from '../hono/hono-errors.js';
import { koa } from '../koa/index.js';
import { recordPool } from '../mysql2/index.js';
import { recordNestErrors } from '../nest/nest.js';
import { pg } from '../pg/index.js';
import { sqlite } from '../sqlite/index.js';

import { atFirstUse } from './first-use.js';
import { hookedPaths } from './hooked-path.js';
import { type AutoName, isOn } from './switches.js';

/** A file of a library whose exports are hooked once they are there. */
export interface HookedFile {
  readonly integration: AutoName;
  /** What the end of its path looks like, with `/` between folders. */
  readonly path: RegExp;
  /** Hooks what the file exports. May throw where the library is built otherwise. */
  hook(exports: never): void;
}

interface Class {
  readonly prototype: object;
}

const hookedFile = (
  integration: AutoName,
  path: RegExp,
  hook: (exports: never, isWanted: () => boolean) => void,
): HookedFile => ({ integration, path, hook: (exports) => hook(exports, () => isOn(integration)) });

/** The files that are hooked. Node loads those of Hono and Nest as ES modules, all others as CommonJS. */
export const hookedFiles: readonly HookedFile[] = [
  hookedFile('pg', hookedPaths.pgClient, (client: Class, on) =>
    atFirstUse(client.prototype, ['connect'], pg, on),
  ),
  hookedFile('pg', hookedPaths.pgPool, (pool: Class, on) => atFirstUse(pool.prototype, ['connect'], pg, on)),
  hookedFile('mysql2', hookedPaths.mysql2Pool, (pool: Class, on) => {
    if ('getConnection' in pool.prototype && Object.hasOwn(pool.prototype, 'getConnection'))
      atFirstUse(pool.prototype, ['getConnection'], recordPool, on);
  }),
  hookedFile('aws', hookedPaths.smithyClient, ({ Client }: { readonly Client?: Class }, on) => {
    // Newer versions of the second package only pass on what is in the first.
    if (Client !== undefined) atFirstUse(Client.prototype, ['send'], aws, on);
  }),
  hookedFile('sqlite', hookedPaths.sqliteDatabase, (database: Class, on) => {
    atFirstUse(database.prototype, ['prepare', 'exec'], sqlite, on);
  }),
  hookedFile('koa', hookedPaths.koaApplication, (application: Class, on) =>
    atFirstUse(
      application.prototype,
      ['callback'],
      (app: { middleware: unknown[] }) => app.middleware.unshift(koa()),
      on,
    ),
  ),
  hookedFile('hapi', hookedPaths.hapi, hookHapiExports),
  // `express4` is what an alias of npm may be called.
  hookedFile('express', hookedPaths.expressLayer, (layer: Class, on) => hookLayer(layer.prototype, on)),
  hookedFile('hono', hookedPaths.hono, hookHono),
  hookedFile('nest', hookedPaths.nest, ({ NestApplication }: { readonly NestApplication: Class }, on) =>
    atFirstUse(NestApplication.prototype, ['init'], recordNestErrors, on),
  ),
  hookedFile('grpc', hookedPaths.grpcClient, hookGrpcClients),
  hookedFile('grpc', hookedPaths.grpcServer, hookGrpcServers),
  hookedFile('bullmq', hookedPaths.bullmqQueue, ({ QueueBase }: { readonly QueueBase: Class }, on) =>
    atFirstUse(QueueBase.prototype, ['trace'], ({ opts }: { opts: Telling }) => tellBy(opts), on),
  ),
  hookedFile('bullmq', hookedPaths.bullmqFlow, ({ FlowProducer }: { readonly FlowProducer: Class }, on) =>
    atFirstUse(FlowProducer.prototype, ['add', 'addBulk'], tellBy, on),
  ),
];

/** What bullmq looks at before it tells of a piece of work. */
interface Telling {
  telemetry?: unknown;
}

/** Who gave it a telemetry by hand keeps that. */
function tellBy(options: Telling): void {
  options.telemetry ??= bullmq();
}

type MakeServer = (options?: unknown) => never;

function hookHapiExports(exports: Record<string, MakeServer | undefined>, isWanted: () => boolean): void {
  for (const name of ['server', 'Server']) {
    const make = exports[name];
    if (typeof make !== 'function') throw new TypeError(`it has no export ${name}`);
    exports[name] = function makeServer(options) {
      const server = make(options);
      if (isWanted()) hookHapi(server);
      return server;
    };
  }
}
