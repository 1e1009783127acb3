import type { CurrentEntity } from '../../index.js';

/** Where a request, and its response, keep their segment; the same in all copies of this package. */
export const SEGMENT: unique symbol = Symbol.for('radiograph.segment') as never;

/** A request or response that keeps what is recorded of it. */
export interface Traced {
  [SEGMENT]?: CurrentEntity | undefined;
}

/** A URL or path without its query, which may hold secrets. */
export function withoutQuery(url: string): string {
  const at = url.indexOf('?');
  return at < 0 ? url : url.slice(0, at);
}

/** A `Content-Length` as a number; `undefined` where there is none. */
export function contentLength(value: unknown): number | undefined {
  const length = typeof value === 'string' ? Number(value) : value;
  return typeof length === 'number' && Number.isSafeInteger(length) && length >= 0 ? length : undefined;
}
