import {
  compareTraces,
  compiledDocument,
  type ExceptionOccurrence,
  exceptionOccurrences,
  type Trace,
  traceRecord,
} from '@radiograph/trace';
import type { TraceComparison } from '../trace-store.js';
import type { Job } from './job.js';
import type { Lookup } from './lookup.js';

/** Messages may be as long as a document, and thousands of them are held at once. */
const LONGEST_MESSAGE = 2_000;

/** Reads traces one after the other and writes each as the lines of its documents; other reads get their turn between them. */
export async function documentLines(
  ids: readonly string[],
  lookup: Lookup,
  job: Job,
): Promise<readonly Uint8Array[]> {
  const traces: Uint8Array[] = [];
  for (const id of ids) {
    const [stored] = await lookup.traces([id], job);
    if (stored === undefined) continue;
    const lines: string[] = [];
    for (const entity of [...received(stored.trace).segments, ...stored.trace.orphans]) {
      lines.push(`${JSON.stringify(compiledDocument(entity))}\n`);
      await job.step();
    }
    const text = Buffer.from(lines.join(''));
    // In a buffer of its own: Node's shared pool could not be handed over.
    const bytes = new Uint8Array(text);
    job.moved.push(bytes.buffer);
    traces.push(bytes);
  }
  return traces;
}

/** Reads what was thrown in traces. */
export async function exceptionsOf(
  ids: readonly string[],
  lookup: Lookup,
  job: Job,
): Promise<readonly ExceptionOccurrence[]> {
  const thrown: ExceptionOccurrence[] = [];
  for (const id of ids) {
    const [stored] = await lookup.traces([id], job);
    if (stored !== undefined)
      for (const one of exceptionOccurrences(stored.trace)) thrown.push(shortened(one));
  }
  return thrown;
}

/** Compares two traces, of which either may be unknown. */
export async function comparison(
  ids: readonly [left: string, right: string],
  lookup: Lookup,
  job: Job,
): Promise<TraceComparison> {
  const [left, right] = await Promise.all(ids.map(async (id) => (await lookup.traces([id], job))[0]?.trace));
  return {
    ...(left !== undefined && { left: traceRecord(left, 0) }),
    ...(right !== undefined && { right: traceRecord(right, 0) }),
    rows: left === undefined || right === undefined ? [] : compareTraces(received(left), received(right)),
  };
}

/** Without the segments that were inferred: they repeat the time of the calls they stand for. */
function received(trace: Trace): Trace {
  return { ...trace, segments: trace.segments.filter(({ inferred }) => !inferred) };
}

function shortened(one: ExceptionOccurrence): ExceptionOccurrence {
  return one.message.length <= LONGEST_MESSAGE
    ? one
    : { ...one, message: `${one.message.slice(0, LONGEST_MESSAGE)}…` };
}
