import {
  type AssembledEntity,
  type CriticalStep,
  criticalPath,
  forEachEntity,
  type NodeIdentity,
  nodeKey,
  type Trace,
  type WaterfallRow,
  waterfall,
} from '@radiograph/trace';
import type { TimeSpan } from './time-axis.js';

/** A trace with what its page shows worked out once. */
export interface TraceView {
  readonly trace: Trace;
  readonly rows: readonly TraceRow[];
  readonly entities: ReadonlyMap<string, AssembledEntity>;
  /** From the trace's start, in seconds. */
  readonly span: TimeSpan;
  /** The earliest root's row, else the first row. */
  readonly root: TraceRow | undefined;
  /** Services that sent segments. */
  readonly services: readonly NodeIdentity[];
}

/** A row of the timeline: the waterfall's, with the names and stretches that are drawn. */
export interface TraceRow extends WaterfallRow {
  /** The service that did the work; its colour is the bar's. */
  readonly service: string;
  /** What a call led to, where no segment came from there. */
  readonly callee?: NodeIdentity;
  /** Method and URL, operation or query: what tells calls of one name apart. */
  readonly hint: string;
  /** Where the critical path runs through this row itself, in seconds from the trace's start. */
  readonly steps: readonly TimeSpan[];
}

const LEAST_SPAN_S = 0.000_01;

/**
 * Works out a trace's page. Inferred segments get no row of their own: they repeat the time of the call they stand for, so
 * the call's row names them instead.
 */
export function traceView(trace: Trace): TraceView {
  const entities = new Map<string, AssembledEntity>();
  forEachEntity(trace, (entity) => {
    entities.set(entity.document.id, entity);
  });
  const rows = traceRows(trace, entities);
  return {
    trace,
    rows,
    entities,
    span: { from: 0, to: Math.max(trace.end - trace.start, LEAST_SPAN_S) },
    root: rows.find((row) => isRoot(entities.get(row.id))) ?? rows[0],
    services: distinctNodes(trace),
  };
}

/** The rows that are seen while some are collapsed. */
export function openRows(rows: readonly TraceRow[], collapsed: ReadonlySet<string>): readonly TraceRow[] {
  if (collapsed.size === 0) return rows;
  const open: TraceRow[] = [];
  for (let index = 0; index < rows.length; index++) {
    const row = rows[index];
    if (row === undefined) break;
    open.push(row);
    if (collapsed.has(row.id)) index += row.descendants;
  }
  return open;
}

function traceRows(trace: Trace, entities: ReadonlyMap<string, AssembledEntity>): readonly TraceRow[] {
  const all = waterfall(trace);
  const inferred = new Map(all.filter((row) => row.inferred).map((row) => [row.parentId, row]));
  const steps = stepsByRow(criticalPath(trace), inferred, trace.start);
  const fewer = hiddenBelow(all);
  return all
    .filter((row) => !row.inferred)
    .map((row) => {
      const callee = inferred.get(row.id);
      const descendants = row.descendants - (fewer.get(row.id) ?? 0);
      return {
        ...row,
        descendants,
        expandable: descendants > 0,
        pending: callee?.pending ?? false,
        ...(callee?.node && { callee: callee.node }),
        service: serviceOf(row, entities),
        hint: hintOf(entities.get(row.id)),
        steps: steps.get(row.id) ?? [],
      };
    });
}

/** How many inferred rows lie below each row, so that collapsing skips the right number. */
function hiddenBelow(rows: readonly WaterfallRow[]): ReadonlyMap<string, number> {
  const parents = new Map(rows.map((row) => [row.id, row.parentId]));
  const counts = new Map<string, number>();
  for (const row of rows) {
    if (!row.inferred) continue;
    for (let id = row.parentId; id !== undefined; id = parents.get(id))
      counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return counts;
}

function stepsByRow(
  path: readonly CriticalStep[],
  inferred: ReadonlyMap<string | undefined, WaterfallRow>,
  origin: number,
): ReadonlyMap<string, readonly TimeSpan[]> {
  const callers = new Map([...inferred].map(([caller, row]) => [row.id, caller ?? row.id]));
  const steps = new Map<string, TimeSpan[]>();
  for (const step of path) {
    const id = callers.get(step.id) ?? step.id;
    const known = steps.get(id) ?? [];
    known.push({ from: step.start - origin, to: step.end - origin });
    steps.set(id, known);
  }
  return steps;
}

function serviceOf(row: WaterfallRow, entities: ReadonlyMap<string, AssembledEntity>): string {
  const segment = entities.get(row.segmentId ?? row.id);
  return segment?.kind === 'segment' ? segment.node.name : row.name;
}

function hintOf(entity: AssembledEntity | undefined): string {
  if (entity === undefined) return '';
  const { http, aws } = entity.document;
  const sql = entity.kind === 'subsegment' ? entity.document.sql : undefined;
  if (sql?.sanitized_query !== undefined) return sql.sanitized_query;
  if (typeof aws?.operation === 'string') return [aws.operation, aws.table_name ?? ''].join(' ').trim();
  return [http?.request?.method ?? '', urlPath(http?.request?.url ?? '')].join(' ').trim();
}

/** A URL without scheme and host, which its row names already. */
export function urlPath(url: string): string {
  const match = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*(.*)$/is.exec(url);
  return match === null ? url : match[1] || '/';
}

function isRoot(entity: AssembledEntity | undefined): boolean {
  return entity?.kind === 'segment' && entity.root;
}

function distinctNodes(trace: Trace): readonly NodeIdentity[] {
  const received = trace.segments.filter((segment) => !segment.inferred);
  return [...new Map(received.map((segment) => [nodeKey(segment.node), segment.node])).values()];
}
