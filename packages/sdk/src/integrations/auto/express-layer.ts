import type { IncomingMessage } from 'node:http';
import { recordRequestError } from '../http/index.js';

type Next = (error?: unknown) => void;
type HandleRequest = (this: object, request: IncomingMessage, response: unknown, next: Next) => unknown;

/** Records the errors of middleware and routes of Express 4 which has no channel for them. */
export function hookLayer(prototype: { handle_request?: HandleRequest }, isWanted: () => boolean): void {
  const original = prototype.handle_request;
  if (typeof original !== 'function') throw new TypeError('it has no method handle_request');
  prototype.handle_request = function handleRecorded(request, response, next) {
    if (!isWanted()) return original.call(this, request, response, next);
    return original.call(this, request, response, (error) => {
      // `next('route')` and `next('router')` are no errors.
      if (error && error !== 'route' && error !== 'router') recordRequestError(request, error);
      next(error);
    });
  };
}
