import type { EntityDocument, ExceptionDocument, StackFrame } from '@radiograph/protocol';
import { entityTree, type TreeEntity } from '../entity-tree.js';
import { type NodeIdentity, nodeKey } from '../node-identity.js';
import { compareText } from '../order.js';
import { lastMoment } from '../timing.js';
import type { Trace } from '../trace.js';

/** One exception that happened, at the deepest entity that recorded it. */
export interface ExceptionOccurrence {
  readonly traceId: string;
  readonly entityId: string;
  /** The service it happened in; absent below an orphan. */
  readonly node?: NodeIdentity;
  /** When the entity ended, or started while in progress; epoch seconds. */
  readonly time: number;
  readonly type: string;
  readonly message: string;
  /** It happened in the callee. */
  readonly remote: boolean;
  /** Where it was thrown. */
  readonly frame?: StackFrame;
}

/** Exceptions of one type thrown at one place. */
export interface ExceptionGroup {
  readonly type: string;
  readonly frame?: StackFrame;
  readonly count: number;
  /** In how many traces. */
  readonly traces: number;
  readonly nodes: readonly NodeIdentity[];
  /** Epoch seconds of the first and the last. */
  readonly first: number;
  readonly last: number;
  /** The last one: its message, its trace, its entity. */
  readonly latest: ExceptionOccurrence;
}

/**
 * Finds the exceptions of a trace, parents before children. One that was recorded again on the way up, under the same id, is one
 * occurrence.
 */
export function exceptionOccurrences(trace: Trace): ExceptionOccurrence[] {
  const occurrences = new Map<string, ExceptionOccurrence>();
  for (const tree of entityTree(trace).entities) {
    const { cause, id } = tree.entity.document;
    if (cause === undefined || typeof cause === 'string') continue;
    for (const [index, exception] of (cause.exceptions ?? []).entries()) {
      occurrences.set(exception.id ?? `${id}/${index}`, occurrence(trace.id, tree, exception));
    }
  }
  return [...occurrences.values()];
}

/** Groups exceptions by their type and the frame at the top of their stack, the most frequent first. */
export function exceptionGroups(occurrences: Iterable<ExceptionOccurrence>): ExceptionGroup[] {
  const groups = new Map<string, [ExceptionOccurrence, ...ExceptionOccurrence[]]>();
  for (const one of occurrences) {
    const { path, line, label } = one.frame ?? {};
    const key = JSON.stringify([one.type, path ?? null, line ?? null, label ?? null]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  const sorted = [...groups].sort(([a, left], [b, right]) => right.length - left.length || compareText(a, b));
  return sorted.map(([, group]) => groupOf(group));
}

function occurrence(
  traceId: string,
  { entity, segment }: TreeEntity,
  exception: ExceptionDocument,
): ExceptionOccurrence {
  const document: EntityDocument = entity.document;
  const frame = exception.stack?.[0];
  return {
    traceId,
    entityId: document.id,
    ...(segment !== undefined && { node: segment.node }),
    time: lastMoment(document),
    type: exception.type ?? '',
    message: exception.message ?? '',
    remote: exception.remote === true,
    ...(frame !== undefined && { frame }),
  };
}

function groupOf(group: readonly [ExceptionOccurrence, ...ExceptionOccurrence[]]): ExceptionGroup {
  const [one] = group;
  const nodes = new Map(group.flatMap(({ node }) => (node === undefined ? [] : [[nodeKey(node), node]])));
  return {
    type: one.type,
    ...(one.frame !== undefined && { frame: one.frame }),
    count: group.length,
    traces: new Set(group.map(({ traceId }) => traceId)).size,
    nodes: [...nodes].sort(([a], [b]) => compareText(a, b)).map(([, node]) => node),
    first: group.reduce((first, { time }) => Math.min(first, time), one.time),
    last: group.reduce((last, { time }) => Math.max(last, time), one.time),
    latest: group.reduce((latest, other) => (isLater(other, latest) ? other : latest)),
  };
}

function isLater(a: ExceptionOccurrence, b: ExceptionOccurrence): boolean {
  return (a.time - b.time || compareText(a.traceId, b.traceId) || compareText(a.entityId, b.entityId)) > 0;
}
