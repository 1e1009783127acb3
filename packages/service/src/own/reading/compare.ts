import { parseTraceId } from '@radiograph/protocol';
import type { TraceStore } from '@radiograph/store';
import {
  type ComparisonRow,
  compareTraces,
  type NodeIdentity,
  type Trace,
  traceRecord,
} from '@radiograph/trace';
import { Type } from '@sinclair/typebox';
import { invalidMember, memberReader, show, Text } from '../../http/members.js';
import { type TraceOutcome, traceOutcome } from './trace-outcome.js';

/** The answer of `POST /radiograph/v1/compare`: two traces, place by place. */
export interface CompareAnswer {
  readonly left: ComparedTrace;
  readonly right: ComparedTrace;
  /** Rows as in a waterfall, each followed by what is below it. */
  readonly rows: readonly ComparisonRow[];
}

/** One of two compared traces. Times in epoch seconds, durations in seconds. */
export interface ComparedTrace {
  readonly id: string;
  readonly start: number;
  readonly duration: number;
  readonly responseTime?: number;
  readonly outcome: TraceOutcome;
  readonly entry?: NodeIdentity;
}

const readInput = memberReader(
  Type.Object({ left: Text('the id of a trace'), right: Text('the id of another trace') }),
);

/** Compares two traces. */
export async function compare(
  members: Record<string, unknown>,
  { store, signal }: { store: Pick<TraceStore, 'traces'>; signal: AbortSignal },
): Promise<CompareAnswer> {
  const input = readInput(members);
  const left = readId('left', input.left);
  const right = readId('right', input.right);
  const stored = new Map(
    (await store.traces([...new Set([left, right])], signal)).map(({ trace }) => [trace.id, trace]),
  );
  const traces = [known(stored, left), known(stored, right)] as const;
  return {
    left: figures(traces[0]),
    right: figures(traces[1]),
    rows: compareTraces(received(traces[0]), received(traces[1])),
  };
}

function readId(member: string, text: string): string {
  try {
    return parseTraceId(text);
  } catch {
    throw invalidMember(
      `${member} is ${show(text)}; write 1-<8 hex digits>-<24 hex digits>, or the 32 hex digits of W3C.`,
    );
  }
}

/** Without the segments that were inferred: they repeat the time of the calls they stand for. */
function received(trace: Trace): Trace {
  return { ...trace, segments: trace.segments.filter(({ inferred }) => !inferred) };
}

function known(stored: ReadonlyMap<string, Trace>, id: string): Trace {
  const trace = stored.get(id);
  if (trace === undefined) throw invalidMember(`No trace of the id ${id} is stored; write one that is.`);
  return trace;
}

function figures(trace: Trace): ComparedTrace {
  const record = traceRecord(trace, 0);
  const { root } = record;
  return {
    id: trace.id,
    start: record.start,
    duration: record.duration,
    ...(root?.responseTime !== undefined && { responseTime: root.responseTime }),
    outcome: traceOutcome(record),
    ...(root !== undefined && { entry: root.node }),
  };
}
