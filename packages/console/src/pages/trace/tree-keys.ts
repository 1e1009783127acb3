import type { TraceRow } from '../../model/trace-view.js';

/** What the keys of the timeline act on. */
export interface TreeState {
  /** The rows that are seen, and all. */
  readonly rows: readonly TraceRow[];
  readonly all: readonly TraceRow[];
  /** The index of the selected row among those seen; -1 for none. */
  readonly active: number;
  /** How many rows fill the screen. */
  readonly page: number;
  readonly collapsed: ReadonlySet<string>;
  toggle(id: string): void;
  select(id: string | undefined): void;
}

/** Moves through the tree as the treegrid pattern has it; `e` goes to the next row that failed. Tells whether the key was one of its. */
export function handleTreeKey(event: KeyboardEvent, state: TreeState): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  const { rows, active, page } = state;
  const moves: Readonly<Record<string, number>> = {
    ArrowDown: active + 1,
    ArrowUp: Math.max(0, active - 1),
    PageDown: active + page,
    PageUp: active - page,
    Home: 0,
    End: rows.length - 1,
  };
  const target = moves[event.key];
  if (target !== undefined) return goTo(state, target);
  if (event.key === 'ArrowRight') return openOrDescend(state);
  if (event.key === 'ArrowLeft') return closeOrAscend(state);
  if (event.key === 'e') return goToFailure(state);
  if (event.key === 'Escape') state.select(undefined);
  return event.key === 'Escape';
}

function goTo(state: TreeState, index: number): boolean {
  const row = state.rows[Math.min(state.rows.length - 1, Math.max(0, index))];
  if (row !== undefined) state.select(row.id);
  return true;
}

function openOrDescend(state: TreeState): boolean {
  const row = state.rows[state.active];
  if (row?.expandable !== true) return true;
  if (!state.collapsed.has(row.id)) return goTo(state, state.active + 1);
  state.toggle(row.id);
  return true;
}

function closeOrAscend(state: TreeState): boolean {
  const row = state.rows[state.active];
  if (row === undefined) return true;
  if (row.expandable && !state.collapsed.has(row.id)) state.toggle(row.id);
  else if (row.parentId !== undefined) state.select(row.parentId);
  return true;
}

function goToFailure(state: TreeState): boolean {
  const failed = state.rows
    .map((row, index) => ({ row, index }))
    .filter(({ row }) => row.fault || row.error || row.throttle);
  const next = failed.find(({ index }) => index > state.active) ?? failed[0];
  if (next !== undefined) state.select(next.row.id);
  return true;
}
