import type { IncomingMessage, ServerResponse } from 'node:http';
import { context, defaultRecorder } from '../../index.js';
import type { IncomingOptions, SegmentName } from '../http/incoming-options.js';
import { beginIncoming, recordRequestError } from '../http/index.js';

/** As much of a Fastify server as is used. */
export interface FastifyServer {
  addHook(name: never, hook: never): unknown;
}

/** A plugin of Fastify 4 or 5. */
export type FastifyPlugin = (server: FastifyServer, options: unknown, done: (error?: Error) => void) => void;

interface FastifyRequest {
  readonly raw: IncomingMessage;
  readonly routeOptions?: { readonly url?: string };
  readonly routerPath?: string;
}
interface FastifyReply {
  readonly raw: ServerResponse;
}
type OnRequest = (request: FastifyRequest, reply: FastifyReply, done: () => void) => void;
type OnError = (request: FastifyRequest, reply: FastifyReply, error: unknown, done: () => void) => void;
type AddHook = (name: 'onRequest' | 'onError', hook: OnRequest | OnError) => void;

/**
 * A plugin that makes each request a segment, current in hooks, handlers and all that they start. Register it first. Errors
 * of handlers are recorded, and count as the response says.
 *
 * @param name the segment's name, or what tells it from the request; by default the recorder's `service`
 * @example
 * app.register(fastify('shop'));
 */
export function fastify(name?: SegmentName, options: IncomingOptions = {}): FastifyPlugin {
  const plugin: FastifyPlugin = (server, _options, done) => {
    try {
      hook(server, name, options);
    } catch (error) {
      const recorder = options.recorder ?? defaultRecorder();
      recorder.tellLeftOut('this version of Fastify has other hooks: its requests are not recorded', error);
    }
    done();
  };
  // Without this mark Fastify would keep the hooks from routes beside the plugin.
  return Object.assign(plugin, {
    [Symbol.for('skip-override')]: true,
    [Symbol.for('fastify.display-name')]: 'radiograph',
  });
}

function hook(server: FastifyServer, name: SegmentName | undefined, options: IncomingOptions): void {
  const addHook = server.addHook as AddHook;
  const onRequest: OnRequest = (request, reply, next) => {
    const route = (): string | undefined => request.routeOptions?.url ?? request.routerPath;
    const segment = beginIncoming(name, request.raw, reply.raw, options, route);
    if (segment === undefined) next();
    else context.run(segment, next);
  };
  const onError: OnError = (request, _reply, error, next) => {
    recordRequestError(request.raw, error);
    next();
  };
  addHook.call(server, 'onRequest', onRequest);
  addHook.call(server, 'onError', onError);
}
