import type { IncomingMessage } from 'node:http';
import { matchesWildcard } from '@radiograph/protocol';
import type { Recorder } from '../../index.js';

/**
 * A segment's name; for servers that answer for several hosts, what tells it from the request, or the patterns (`*`, `?`)
 * of the hosts that lend their own name, with the name of all others.
 */
export type SegmentName =
  | string
  | ((request: IncomingMessage) => string)
  | { readonly hosts: string | readonly string[]; readonly fallback: string };

/** What integrations for incoming requests can be told. */
export interface IncomingOptions {
  /** Records with this recorder instead of the default one. */
  readonly recorder?: Recorder;
  /** Whether the recorded URL keeps its query, which may hold secrets; left out: `strip`. */
  readonly query?: 'keep' | 'strip';
  /** Whether the first address of `X-Forwarded-For` is the client; left out: `true`. With `false` it is who is connected. */
  readonly trustForwarded?: boolean;
  /** Requests that are no segment: patterns (`*`, `?`) of paths, or what tells it from the request. */
  readonly ignore?: string | readonly string[] | ((request: IncomingMessage) => boolean);
  /** Whether the route's pattern, such as `/carts/:id`, becomes the annotation `route`; left out: `false`. */
  readonly route?: boolean;
  /** Which responses carry the trace header: those to callers who `ask` for the decision (left out), all (`always`), or none. */
  readonly responseHeader?: 'ask' | 'always' | 'never';
}

/** The name of a request's segment. What the application's function throws is not the request's problem. */
export function nameFor(
  name: SegmentName,
  request: IncomingMessage,
  host: string | undefined,
  recorder: Recorder,
): string {
  if (typeof name === 'string') return name;
  if (typeof name === 'object')
    return host !== undefined && matchesAny(name.hosts, host) ? host : name.fallback;
  try {
    return name(request);
  } catch (error) {
    recorder.tellLeftOut('the function that names segments threw, so the service names them', error);
    return recorder.service;
  }
}

/** Whether the application wants no segment of a request. */
export function isIgnored(
  request: IncomingMessage,
  path: string,
  ignore: NonNullable<IncomingOptions['ignore']>,
  recorder: Recorder,
): boolean {
  if (typeof ignore !== 'function') return matchesAny(ignore, path);
  try {
    return ignore(request) === true;
  } catch (error) {
    recorder.tellLeftOut('the function `ignore` threw, so the request is recorded', error);
    return false;
  }
}

/** Whether a text matches one of some patterns. */
export function matchesAny(patterns: string | readonly string[], text: string): boolean {
  if (typeof patterns === 'string') return matchesWildcard(patterns, text);
  return patterns.some((pattern) => matchesWildcard(pattern, text));
}
