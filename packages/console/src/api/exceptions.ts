import type { StackFrame } from '@radiograph/protocol';
import { askReading, type Coverage, readCoverage, type Scope } from './own-reading.js';
import { finite, list, members, text, type Unknown } from './reading.js';

/** What was thrown, by type and place. */
export interface ExceptionReport extends Coverage {
  readonly groups: readonly ExceptionGroup[];
  /** Groups beyond those listed. */
  readonly more: number;
}

/** Exceptions of one type thrown at one place. Times in epoch seconds. */
export interface ExceptionGroup {
  readonly type: string;
  readonly frame?: StackFrame;
  readonly count: number;
  readonly traces: number;
  readonly services: readonly string[];
  readonly first: number;
  readonly last: number;
  /** The latest of a few traces, newest first. */
  readonly examples: readonly ExceptionExample[];
  /** How many in each of equal parts of the time range. */
  readonly counts: readonly number[];
}

/** One exception that happened. */
export interface ExceptionExample {
  readonly traceId: string;
  readonly entityId: string;
  readonly time: number;
  readonly message: string;
  readonly service: string;
}

/** Groups what was thrown in the traces of a scope. */
export async function fetchExceptions(scope: Scope, signal: AbortSignal): Promise<ExceptionReport> {
  return readExceptions(await askReading('exceptions', scope, {}, signal));
}

/** The answer of the service as a report; what is missing in it counts as nothing. */
export function readExceptions(answer: unknown): ExceptionReport {
  const wire = members(answer);
  return {
    ...readCoverage(wire),
    groups: list(wire['groups']).map((group) => readGroup(members(group))),
    more: finite(wire['more']) ?? 0,
  };
}

function readGroup(wire: Unknown): ExceptionGroup {
  const frame = wire['frame'];
  return {
    type: text(wire['type']) || 'Exception',
    ...(typeof frame === 'object' && frame !== null && { frame: readFrame(members(frame)) }),
    count: finite(wire['count']) ?? 0,
    traces: finite(wire['traces']) ?? 0,
    services: list(wire['nodes']).map(serviceName),
    first: finite(wire['first']) ?? 0,
    last: finite(wire['last']) ?? 0,
    examples: list(wire['examples']).map((example) => readExample(members(example))),
    counts: list(wire['counts']).map((count) => finite(count) ?? 0),
  };
}

function readFrame(wire: Unknown): StackFrame {
  const [path, line, label] = [text(wire['path']), finite(wire['line']), text(wire['label'])];
  return {
    ...(path !== undefined && { path }),
    ...(line !== undefined && { line }),
    ...(label !== undefined && { label }),
  };
}

function readExample(wire: Unknown): ExceptionExample {
  return {
    traceId: text(wire['traceId']) ?? '',
    entityId: text(wire['entityId']) ?? '',
    time: finite(wire['time']) ?? 0,
    message: text(wire['message']) ?? '',
    service: serviceName(wire['node']),
  };
}

function serviceName(node: unknown): string {
  return text(members(node)['name']) ?? '';
}
