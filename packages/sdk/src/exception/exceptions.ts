import type { ExceptionDocument } from '@radiograph/protocol';
import type { IdGenerator } from '../segment/ids.js';
import { cutText, textOf } from '../segment/text.js';
import { parseStack } from './stack.js';

const MAX_MESSAGE = 4096;
/** Causes and aggregated errors beyond this are counted only. */
const MAX_EXCEPTIONS = 20;

/** The exceptions to write for one error: its own first, then its causes. Empty when the error was recorded before. */
export interface RecordedError {
  /** The id of the error's own exception, here or where it was recorded before. */
  readonly id: string;
  readonly exceptions: ExceptionDocument[];
}

/**
 * The errors that one segment has recorded, so that an error that travels up through several subsegments is written
 * once, where it was first seen, and referred to by its id above.
 */
export class ExceptionRegistry {
  readonly #ids: Map<unknown, string> = new Map();

  /** Describes an error with its `cause` chain and, for an AggregateError, the errors in it. Never throws. */
  record(error: unknown, ids: IdGenerator, remote: boolean): RecordedError {
    const known = this.#ids.get(error);
    if (known !== undefined) return { id: known, exceptions: [] };
    const exceptions: ExceptionDocument[] = [];
    const waiting: { error: unknown; id: string }[] = [];
    const id = this.#enter(error, ids, waiting);
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      exceptions.push(this.#describe(next.error, next.id, ids, waiting, remote, exceptions.length));
    }
    return { id, exceptions };
  }

  #enter(error: unknown, ids: IdGenerator, waiting: { error: unknown; id: string }[]): string {
    const known = this.#ids.get(error);
    if (known !== undefined) return known;
    const id = ids.segmentId();
    this.#ids.set(error, id);
    waiting.push({ error, id });
    return id;
  }

  #describe(
    error: unknown,
    id: string,
    ids: IdGenerator,
    waiting: { error: unknown; id: string }[],
    remote: boolean,
    written: number,
  ): ExceptionDocument {
    const causes = causesOf(error);
    const room = Math.max(0, MAX_EXCEPTIONS - 1 - written - waiting.length);
    const causeIds = causes.slice(0, room).map((cause) => this.#enter(cause, ids, waiting));
    return {
      id,
      ...describeError(error),
      ...(remote && { remote }),
      ...(causes.length > room && { skipped: causes.length - room }),
      ...(causeIds[0] !== undefined && { cause: causeIds[0] }),
    };
  }
}

function describeError(error: unknown): Omit<ExceptionDocument, 'id'> {
  if (typeof error !== 'object' || error === null)
    return { type: typeof error, message: textOf(error, MAX_MESSAGE) };
  const stack = read(error, 'stack');
  const { frames, truncated } = typeof stack === 'string' ? parseStack(stack) : { frames: [], truncated: 0 };
  return {
    type: typeOf(error),
    message: textOf(read(error, 'message') ?? error, MAX_MESSAGE),
    stack: frames,
    ...(truncated > 0 && { truncated }),
  };
}

function typeOf(error: object): string {
  const name = read(error, 'name');
  if (typeof name === 'string' && name !== '' && name !== 'Error') return cutText(name, 250);
  const maker = read(error, 'constructor');
  const className = typeof maker === 'function' ? maker.name : '';
  return cutText(className || (typeof name === 'string' && name) || 'Error', 250);
}

function causesOf(error: unknown): unknown[] {
  if (typeof error !== 'object' || error === null) return [];
  const cause = read(error, 'cause');
  const errors = error instanceof AggregateError ? read(error, 'errors') : undefined;
  return [
    ...(cause === undefined || cause === null ? [] : [cause]),
    ...(Array.isArray(errors) ? errors : []),
  ];
}

/** Reads a member of an error that may be a proxy or have throwing getters. */
export function read(source: object, key: string): unknown {
  try {
    return (source as Record<string, unknown>)[key];
  } catch {
    return undefined;
  }
}
