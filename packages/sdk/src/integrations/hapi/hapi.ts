import type { IncomingMessage, ServerResponse } from 'node:http';
import { context, defaultRecorder } from '../../index.js';
import { beginIncoming, type IncomingOptions, recordRequestError, type SegmentName } from '../http/index.js';
import { SEGMENT, type Traced } from '../http/traced-message.js';

/** As much of a hapi server as is used. */
export interface HapiServer {
  ext(event: never, method: never): void;
  readonly events: { on(criteria: never, listener: never): unknown };
}

/** A plugin of hapi. */
export interface HapiPlugin {
  readonly name: string;
  readonly once: true;
  readonly register: (server: HapiServer) => void;
}

interface HapiRequest {
  readonly raw: { readonly req: IncomingMessage; readonly res: ServerResponse };
  readonly route?: { readonly path?: string };
}
type Ext = (
  event: 'onRequest',
  method: (request: HapiRequest, tools: { continue: symbol }) => symbol,
) => void;
type On = (
  criteria: { name: 'request'; channels: string },
  listener: (request: HapiRequest, event: { error?: unknown }) => void,
) => void;

/**
 * A plugin that makes each request a segment, current in handlers and all that they start. Errors of handlers are recorded,
 * and count as the response says.
 *
 * @param name the segment's name, or what tells it from the request; by default the recorder's `service`
 * @example
 * await server.register(hapi('shop'));
 */
export function hapi(name?: SegmentName, options: IncomingOptions = {}): HapiPlugin {
  return {
    name: 'radiograph',
    once: true,
    register: (server) => {
      hookHapi(server, name, options);
    },
  };
}

/** Records the requests of a hapi server; one that is built otherwise is left alone and told of. */
export function hookHapi(server: HapiServer, name?: SegmentName, options: IncomingOptions = {}): void {
  try {
    hook(server, name, options);
  } catch (error) {
    const recorder = options.recorder ?? defaultRecorder();
    recorder.tellLeftOut('this version of hapi has other events: its requests are not recorded', error);
  }
}

function hook(server: HapiServer, name: SegmentName | undefined, options: IncomingOptions): void {
  (server.ext as Ext).call(server, 'onRequest', (request, tools) => {
    enter(name, options, request);
    return tools.continue;
  });
  for (const channels of ['error', 'internal']) {
    (server.events.on as On).call(server.events, { name: 'request', channels }, (request, { error }) => {
      if (error !== undefined) recordRequestError(request.raw?.req, error);
    });
  }
}

/**
 * hapi goes on by itself after its extensions, so what is current is entered and not run; for a request that is not
 * recorded, what an earlier one on its connection entered is left.
 */
function enter(name: SegmentName | undefined, options: IncomingOptions, request: HapiRequest): void {
  const { req, res } = request.raw ?? {};
  const segment = beginIncoming(name, req, res, options, () => request.route?.path);
  if (segment !== undefined) context.enterWith(segment);
  else if ((req as Traced | undefined)?.[SEGMENT] === undefined && context.getStore() !== undefined)
    context.enterWith(undefined as never);
}
