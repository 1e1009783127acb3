import type { Cause, ExceptionDocument } from '@radiograph/protocol';
import type { Trace } from './trace.js';
import { forEachEntity } from './walk.js';

/** The exceptions of a trace by id, for causes that only point at one recorded elsewhere in it. */
export function exceptionsById(trace: Trace): Map<string, ExceptionDocument> {
  const exceptions = new Map<string, ExceptionDocument>();
  forEachEntity(trace, ({ document: { cause } }) => {
    if (cause === undefined || typeof cause === 'string') return;
    for (const exception of cause.exceptions ?? []) {
      if (exception.id !== undefined && !exceptions.has(exception.id))
        exceptions.set(exception.id, exception);
    }
  });
  return exceptions;
}

/** The exceptions that a cause names, wherever in the trace they were recorded. */
export function exceptionsOf(
  cause: Cause | undefined,
  byId: ReadonlyMap<string, ExceptionDocument>,
): readonly ExceptionDocument[] {
  if (cause === undefined) return [];
  if (typeof cause !== 'string') return cause.exceptions ?? [];
  const exception = byId.get(cause);
  return exception === undefined ? [] : [exception];
}
