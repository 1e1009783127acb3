import type { StackFrame } from '@radiograph/protocol';
import { cutText, textOf } from '../segment/text.js';
import { withoutOwnFrames } from './own-frames.js';
import { parseStack } from './stack.js';

/** What is written of one error, besides its id and its causes. */
export interface ExceptionFormat {
  /** The class of the error. */
  readonly type?: string;
  readonly message?: string;
  readonly stack?: readonly StackFrame[];
  /** How many frames were left out. */
  readonly truncated?: number;
  /** Whether it happened at the other end of a call. */
  readonly remote?: boolean;
}

/**
 * Says what is written of an error: members that it leaves out are written as usual, and so is everything where it gives
 * `undefined` or throws. It is called once for an error and once for each of its causes.
 */
export type FormatException = (error: unknown) => ExceptionFormat | undefined;

/** In characters. */
export const MAX_MESSAGE = 4096;
/** In characters. */
export const MAX_TYPE = 250;

/** Describes an error as this SDK does: its class, its message and the frames of the application. Never throws. */
export function describeError(error: unknown): ExceptionFormat {
  if (typeof error !== 'object' || error === null)
    return { type: typeof error, message: textOf(error, MAX_MESSAGE) };
  const stack = read(error, 'stack');
  const { frames, truncated } = parseStack(typeof stack === 'string' ? stack : '', withoutOwnFrames);
  return {
    type: typeOf(error),
    message: textOf(read(error, 'message') ?? error, MAX_MESSAGE),
    stack: frames,
    ...(truncated > 0 && { truncated }),
  };
}

function typeOf(error: object): string {
  const name = read(error, 'name');
  if (typeof name === 'string' && name !== '' && name !== 'Error') return cutText(name, MAX_TYPE);
  const maker = read(error, 'constructor');
  const className = typeof maker === 'function' ? maker.name : '';
  return cutText(className || (typeof name === 'string' && name) || 'Error', MAX_TYPE);
}

/** Reads a member of an error that may be a proxy or have throwing getters. */
export function read(source: object, key: string): unknown {
  try {
    return (source as Record<string, unknown>)[key];
  } catch {
    return undefined;
  }
}
