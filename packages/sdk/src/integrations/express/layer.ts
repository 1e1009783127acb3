import type { IncomingMessage } from 'node:http';
import type { Segment } from '../../index.js';
import { recordRequestError } from '../http/index.js';
import { ROUTE, SEGMENT, type Traced } from '../http/traced-message.js';

const HOOKED = Symbol.for('radiograph.express-layer.v1');
/** Where a request keeps the route it took: an error loses the place of a mounted router. */
const PATTERN = Symbol.for('radiograph.express-route');

type Routed = IncomingMessage &
  Traced & {
    readonly baseUrl?: string;
    readonly route?: { readonly path?: unknown };
    [PATTERN]?: string | undefined;
  };
type Next = (error?: unknown) => void;
type HandleRequest = (this: object, request: Routed, response: unknown, next: Next) => unknown;
type HandleError = (this: object, error: unknown, request: Routed, response: unknown, next: Next) => unknown;
/** What the layers of a router have in common; Express 4 and 5 call the methods differently. */
type Layers = { [HOOKED]?: true } & Partial<Record<'handleRequest' | 'handle_request', HandleRequest>> &
  Partial<Record<'handleError' | 'handle_error', HandleError>>;

/**
 * Records what middleware and routes of Express throw, reject with, or pass on. This costs next to nothing; the channel
 * that Express 5 has tells the same, but to be told by it takes a request longer than all else that is recorded of it.
 *
 * @param prototype that of the layers of Express 4 or 5
 * @throws TypeError where layers are built otherwise
 */
export function hookLayer(prototype: object, isWanted: () => boolean = () => true): void {
  const layers = prototype as Layers;
  if (layers[HOOKED]) return;
  hookRequests(layers, layers.handleRequest === undefined ? 'handle_request' : 'handleRequest', isWanted);
  hookErrors(layers, layers.handleError === undefined ? 'handle_error' : 'handleError', isWanted);
  Object.defineProperty(layers, HOOKED, { value: true });
}

function hookRequests(
  layers: Layers,
  name: 'handleRequest' | 'handle_request',
  isWanted: () => boolean,
): void {
  const original = layers[name];
  if (typeof original !== 'function') throw new TypeError(`layers without ${name}`);
  layers[name] = function handleRecorded(request, response, next) {
    if (!isRecorded(request) || !isWanted()) return original.call(this, request, response, next);
    keepPattern(request);
    return original.call(this, request, response, recording(request, next));
  };
}

/** Error middleware may pass on another error than it was given. */
function hookErrors(layers: Layers, name: 'handleError' | 'handle_error', isWanted: () => boolean): void {
  const original = layers[name];
  if (typeof original !== 'function') return;
  layers[name] = function handleRecorded(error, request, response, next) {
    const isSeen = isRecorded(request) && isWanted();
    return original.call(this, error, request, response, isSeen ? recording(request, next) : next);
  };
}

/** A request that is not recorded passes the layers as if nobody had touched them. */
function isRecorded(request: Routed): boolean {
  return (request[SEGMENT] as Segment | undefined)?.observed === true;
}

function recording(request: Routed, next: Next): Next {
  return (error) => {
    // `next('route')` and `next('router')` are no errors.
    if (error && error !== 'route' && error !== 'router') recordRequestError(request, error);
    next(error);
  };
}

/** Hooks the layers of the application that serves a request. Throws where there are none to find. */
export function hookLayersOf(request: IncomingMessage): void {
  const { app } = request as { app?: { router?: unknown; _router?: Router } };
  // Express 4 has a property `router` too, which throws.
  const router = app?._router ?? (app?.router as Router | undefined);
  const layer = router?.stack?.[0];
  if (layer === undefined) throw new TypeError('no layers are to be found');
  hookLayer(Object.getPrototypeOf(layer) as object);
}

interface Router {
  readonly stack?: readonly object[];
}

function keepPattern(request: Routed): void {
  if (request[ROUTE] !== undefined && request.route !== undefined) request[PATTERN] = patternOf(request);
}

/** The route that a request took, such as `/carts/:id`. */
export function routeOf(request: IncomingMessage): string | undefined {
  return (request as Routed)[PATTERN] ?? patternOf(request as Routed);
}

function patternOf({ baseUrl, route }: Routed): string | undefined {
  return typeof route?.path === 'string' ? `${baseUrl ?? ''}${route.path}` : undefined;
}
