import type { ExceptionDocument } from '@radiograph/protocol';
import type { ProblemLog } from '../logging/problem-log.js';
import type { IdGenerator } from '../segment/ids.js';
import { type ExceptionFormat, read } from './format-exception.js';

/** Causes and aggregated errors beyond this are counted only. */
const MAX_EXCEPTIONS = 20;
/** A segment writes no more errors than this, and keeps no more of them in mind. */
const MAX_ERRORS = 500;

/** The exceptions to write for one error: its own first, then its causes. Empty when the error was recorded before. */
export interface RecordedError {
  /** The id of the error's own exception, here or where it was recorded before. */
  readonly id: string;
  readonly exceptions: ExceptionDocument[];
}

/** What exceptions are described with. */
export interface ExceptionParts {
  readonly ids: IdGenerator;
  readonly problems: ProblemLog;
  /** Says what is written of an error. Never throws. */
  readonly describe: (error: unknown) => ExceptionFormat;
}

/**
 * The errors that one segment has recorded, so that an error that travels up through several subsegments is written
 * once, where it was first seen, and referred to by its id above.
 */
export class ExceptionRegistry {
  readonly #parts: ExceptionParts;
  readonly #ids: Map<unknown, string> = new Map();

  constructor(parts: ExceptionParts) {
    this.#parts = parts;
  }

  /**
   * Describes an error with its `cause` chain and, for an AggregateError, the errors in it. Never throws.
   * `undefined` where the segment holds too many already.
   */
  record(error: unknown, remote: boolean): RecordedError | undefined {
    const known = this.#ids.get(error);
    if (known !== undefined) return { id: known, exceptions: [] };
    if (this.#ids.size >= MAX_ERRORS) {
      this.#parts.problems.report(
        'sdk/exceptions-dropped',
        `a segment has recorded ${MAX_ERRORS} different errors and writes no more of them`,
      );
      return undefined;
    }
    const exceptions: ExceptionDocument[] = [];
    const waiting: Waiting[] = [];
    const id = this.#enter(error, waiting);
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      exceptions.push(this.#describe(next, waiting, remote, exceptions.length));
    }
    return { id, exceptions };
  }

  #enter(error: unknown, waiting: Waiting[]): string {
    const known = this.#ids.get(error);
    if (known !== undefined) return known;
    const id = this.#parts.ids.segmentId();
    this.#ids.set(error, id);
    waiting.push({ error, id });
    return id;
  }

  #describe({ error, id }: Waiting, waiting: Waiting[], remote: boolean, written: number): ExceptionDocument {
    const causes = causesOf(error);
    const room = Math.max(0, MAX_EXCEPTIONS - 1 - written - waiting.length);
    const causeIds = causes.slice(0, room).map((cause) => this.#enter(cause, waiting));
    return {
      id,
      ...this.#parts.describe(error),
      ...(remote && { remote }),
      ...(causes.length > room && { skipped: causes.length - room }),
      ...(causeIds[0] !== undefined && { cause: causeIds[0] }),
    };
  }
}

interface Waiting {
  readonly error: unknown;
  readonly id: string;
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
