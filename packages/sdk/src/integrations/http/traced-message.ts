import type { IncomingMessage } from 'node:http';
import type { CurrentEntity } from '../../index.js';

/** Where a request, and its response, keep their segment; the same in all copies of this package. */
export const SEGMENT: unique symbol = Symbol.for('radiograph.segment') as never;

/** Where a request keeps what tells its route. */
export const ROUTE: unique symbol = Symbol.for('radiograph.route') as never;

/** A request or response that keeps what is recorded of it. */
export interface Traced {
  [SEGMENT]?: CurrentEntity | undefined;
  [ROUTE]?: (request: IncomingMessage) => string | undefined;
}

/** A URL or path without its query, which may hold secrets. */
export function withoutQuery(url: string): string {
  const at = url.indexOf('?');
  return at < 0 ? url : url.slice(0, at);
}

/** A URL or host without user and password. */
export function withoutCredentials(url: string): string {
  if (!url.includes('@')) return url;
  const from = url.indexOf('://') < 0 ? 0 : url.indexOf('://') + 3;
  const slash = url.indexOf('/', from);
  const authority = slash < 0 ? url.slice(from) : url.slice(from, slash);
  const at = authority.lastIndexOf('@');
  return at < 0 ? url : url.slice(0, from) + url.slice(from + at + 1);
}

/** A `Content-Length` as a number; `undefined` where there is none. */
export function contentLength(value: unknown): number | undefined {
  const length = typeof value === 'string' ? Number(value) : value;
  return typeof length === 'number' && Number.isSafeInteger(length) && length >= 0 ? length : undefined;
}
