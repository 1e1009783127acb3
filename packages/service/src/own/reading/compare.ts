import { parseTraceId } from '@radiograph/protocol';
import type { TraceStore } from '@radiograph/store';
import type { ComparisonRow, NodeIdentity, TraceRecord } from '@radiograph/trace';
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
  { store, signal }: { store: Pick<TraceStore, 'comparison'>; signal: AbortSignal },
): Promise<CompareAnswer> {
  const input = readInput(members);
  const ids = [readId('left', input.left), readId('right', input.right)] as const;
  const { left, right, rows } = await store.comparison(ids, signal);
  return { left: figures(known(left, ids[0])), right: figures(known(right, ids[1])), rows };
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

function known(record: TraceRecord | undefined, id: string): TraceRecord {
  if (record === undefined) throw invalidMember(`No trace of the id ${id} is stored; write one that is.`);
  return record;
}

function figures(record: TraceRecord): ComparedTrace {
  const { root } = record;
  return {
    id: record.id,
    start: record.start,
    duration: record.duration,
    ...(root?.responseTime !== undefined && { responseTime: root.responseTime }),
    outcome: traceOutcome(record),
    ...(root !== undefined && { entry: root.node }),
  };
}
