import { recordPool } from '../mysql2/index.js';
import { atFirstUse } from './first-use.js';
import { hookedPaths } from './hooked-path.js';
import type { Integrations } from './integrations.js';
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
export function hookedFiles(load: Integrations): readonly HookedFile[] {
  return [...filesOfClients(load), ...filesOfFrameworks(load)];
}

function filesOfClients(load: Integrations): HookedFile[] {
  const pg = (object: never): unknown => load.pg().pg(object);
  return [
    hookedFile('pg', hookedPaths.pgClient, (client: Class, on) =>
      atFirstUse(client.prototype, ['connect'], pg, on),
    ),
    hookedFile('pg', hookedPaths.pgPool, (pool: Class, on) =>
      atFirstUse(pool.prototype, ['connect'], pg, on),
    ),
    hookedFile('mysql2', hookedPaths.mysql2Pool, (pool: Class, on) => {
      if ('getConnection' in pool.prototype && Object.hasOwn(pool.prototype, 'getConnection'))
        atFirstUse(pool.prototype, ['getConnection'], recordPool, on);
    }),
    hookedFile('aws', hookedPaths.smithyClient, ({ Client }: { readonly Client?: Class }, on) => {
      // Newer versions of the second package only pass on what is in the first.
      if (Client !== undefined)
        atFirstUse(Client.prototype, ['send'], (client: never) => load.aws().aws(client), on);
    }),
    hookedFile('sqlite', hookedPaths.sqliteDatabase, (database: Class, on) => {
      const prepare = (object: never): unknown => load.sqlite().sqlite(object);
      atFirstUse(database.prototype, ['prepare', 'exec'], prepare, on);
    }),
    hookedFile('bullmq', hookedPaths.bullmqQueue, ({ QueueBase }: { readonly QueueBase: Class }, on) => {
      const prepare = ({ opts }: { opts: Telling }): void => tellBy(opts, load);
      atFirstUse(QueueBase.prototype, ['trace'], prepare, on);
    }),
    hookedFile('bullmq', hookedPaths.bullmqFlow, ({ FlowProducer }: { readonly FlowProducer: Class }, on) => {
      const prepare = (producer: Telling): void => tellBy(producer, load);
      atFirstUse(FlowProducer.prototype, ['add', 'addBulk'], prepare, on);
    }),
  ];
}

function filesOfFrameworks(load: Integrations): HookedFile[] {
  return [
    hookedFile('koa', hookedPaths.koaApplication, (application: Class, on) => {
      const prepare = (app: { middleware: unknown[] }): unknown => app.middleware.unshift(load.koa().koa());
      atFirstUse(application.prototype, ['callback'], prepare, on);
    }),
    hookedFile('hapi', hookedPaths.hapi, (exports, on) => hookHapiExports(exports, on, load)),
    // `express4` is what an alias of npm may be called.
    hookedFile('express', hookedPaths.expressLayer, (layer: Class, on) =>
      load.express().hookLayer(layer.prototype, on),
    ),
    hookedFile('hono', hookedPaths.hono, (exports, on) => load.hono().hookHono(exports, on)),
    hookedFile('nest', hookedPaths.nest, ({ NestApplication }: { readonly NestApplication: Class }, on) => {
      const prepare = (app: never): void => load.nest().recordNestErrors(app);
      atFirstUse(NestApplication.prototype, ['init'], prepare, on);
    }),
    hookedFile('grpc', hookedPaths.grpcClient, (exports, on) => load.grpc().hookGrpcClients(exports, on)),
    hookedFile('grpc', hookedPaths.grpcServer, (exports, on) => load.grpc().hookGrpcServers(exports, on)),
  ];
}

/** What bullmq looks at before it tells of a piece of work. */
interface Telling {
  telemetry?: unknown;
}

/** Who gave it a telemetry by hand keeps that. */
function tellBy(options: Telling, load: Integrations): void {
  options.telemetry ??= load.bullmq().bullmq();
}

type MakeServer = (options?: unknown) => never;

function hookHapiExports(
  exports: Record<string, MakeServer | undefined>,
  isWanted: () => boolean,
  load: Integrations,
): void {
  for (const name of ['server', 'Server']) {
    const make = exports[name];
    if (typeof make !== 'function') throw new TypeError(`it has no export ${name}`);
    exports[name] = function makeServer(options) {
      const server = make(options);
      if (isWanted()) load.hapi().hookHapi(server);
      return server;
    };
  }
}
