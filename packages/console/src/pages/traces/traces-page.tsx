import type { VNode } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { countText } from '../../model/quantity.js';
import { rangeText } from '../../model/time-range.js';
import {
  chosenColumns,
  columnWidths,
  fittingColumns,
  nextSorting,
  readSorting,
  type Sorting,
  sortedRows,
  type TraceColumn,
} from '../../model/trace-columns.js';
import { countNewer, type TraceList } from '../../model/trace-list.js';
import { rowWindow } from '../../model/virtual-rows.js';
import { Failure } from '../../parts/failure.js';
import { FirstTrace } from '../../parts/first-trace.js';
import { SkeletonRows } from '../../parts/skeleton.js';
import { useSize } from '../../parts/use-size.js';
import { hrefTo, setOptions, view } from '../../view/address.js';
import { dayAndTime } from '../../view/clock.js';
import { hasRoom } from '../../view/screen.js';
import { RefinePanel } from './refine-panel.js';
import { TraceCharts } from './trace-charts.js';
import { TraceListRow } from './trace-list-row.js';
import { TracesTools } from './traces-tools.js';
import { type TraceSearch, useTraceList } from './use-trace-list.js';
import '../../parts/page-head.css';
import './traces.css';

/** The traces of the time range that match the filter, newest first unless they are sorted otherwise. */
export function TracesPage(): VNode {
  const { range, filter, options } = view.value;
  const search = useTraceList(range, filter);
  const { data, error } = search.newest.value;
  const isRefined = options.refine === undefined ? hasRoom.value : options.refine === 'on';
  const hasCharts = options.charts !== 'off';
  if (data === undefined && error) return <Failure error={error} retry={search.refresh} />;
  if (data?.rows.length === 0 && data.token === undefined) return <TracesEmpty />;
  return (
    <div class="page">
      {isRefined && <RefinePanel range={range} filter={filter} />}
      <section class="traces-page" aria-label="Traces">
        <div class="page-head">
          <h1 class="for-readers">Traces</h1>
          {data ? <TracesHead list={data} search={search} /> : <p class="muted">Searching…</p>}
          <TracesTools isRefined={isRefined} hasCharts={hasCharts} />
        </div>
        {hasCharts && <TraceCharts range={range} filter={filter} />}
        {data ? (
          <TraceTable key={JSON.stringify([range, filter])} search={search} latest={data} />
        ) : (
          <SkeletonRows words="Searching…" />
        )}
      </section>
    </div>
  );
}

interface TraceTableProps {
  readonly search: TraceSearch;
  readonly latest: TraceList;
}

/** The height of a row; the stylesheet's `--row` says the same. */
const ROW_PX = 28;
/** As many of the newest traces are loaded before they are sorted otherwise; the page says so. */
const SORTED_ROWS = 1_000;

function TraceTable({ search, latest }: TraceTableProps): VNode {
  const [held, setHeld] = useState<TraceList>();
  const [scrollTop, setScrollTop] = useState(0);
  const scroller = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(scroller);
  const { options } = view.value;
  const sorting = readSorting(options.sort);
  const columns = fittingColumns(chosenColumns(options.columns), width || SORTED_ROWS);
  const list = held === undefined ? latest : withOlder(held, latest);
  const rows = useMemo(() => sortedRows(list.rows, sorting), [list.rows, options.sort]);
  const { first, last } = rowWindow(rows.length, { scrollTop, height, rowHeight: ROW_PX });
  const { token } = list;
  const isShort = sorting === undefined ? last >= rows.length : rows.length < SORTED_ROWS;
  useEffect(() => {
    if (isShort && height > 0 && token !== undefined) search.loadOlder();
  }, [isShort, height, token, search]);
  // While the reader is further down, what is new waits at the top, so that no row moves under the pointer.
  const onScroll = (top: number): void => {
    setScrollTop(top);
    if (top < ROW_PX) setHeld(undefined);
    else if (held === undefined) setHeld(latest);
  };
  const waiting = held === undefined ? 0 : countNewer(list, latest);
  return (
    <div class="traces-list">
      {waiting > 0 && (
        <button type="button" class="traces-newer" onClick={() => scroller.current?.scrollTo({ top: 0 })}>
          {countText(waiting)} newer {waiting === 1 ? 'trace' : 'traces'}
        </button>
      )}
      <div
        class="traces-scroll"
        ref={scroller}
        tabIndex={-1}
        onScroll={(event) => onScroll(event.currentTarget.scrollTop)}
      >
        <div
          class="traces-table"
          role="table"
          aria-label="Traces"
          aria-rowcount={rows.length + 1}
          ref={(element) => element?.style.setProperty('--columns', columnWidths(columns, width))}
        >
          <ColumnHeads columns={columns} sorting={sorting} />
          <div role="rowgroup" class="traces-rows" style={{ height: `${rows.length * ROW_PX}px` }}>
            {rows.slice(first, last).map((row, offset) => (
              <TraceListRow
                key={row.id}
                summary={row}
                index={first + offset}
                top={(first + offset) * ROW_PX}
                columns={columns}
              />
            ))}
          </div>
        </div>
        <TracesFoot list={list} search={search} />
      </div>
    </div>
  );
}

interface ColumnHeadsProps {
  readonly columns: readonly TraceColumn[];
  readonly sorting: Sorting | undefined;
}

function ColumnHeads({ columns, sorting }: ColumnHeadsProps): VNode {
  return (
    <div role="rowgroup" class="traces-heads">
      <div role="row" class="traces-row" aria-rowindex={1}>
        {columns.map((column) => (
          <ColumnHead key={column.key} column={column} sorting={sorting} />
        ))}
      </div>
    </div>
  );
}

function ColumnHead({
  column,
  sorting,
}: {
  readonly column: TraceColumn;
  readonly sorting: Sorting | undefined;
}): VNode {
  const { key, words, isNumber, sortBy } = column;
  const isSorted = sorting === undefined ? key === 'started' : sorting.column.key === key;
  const isDown = sorting?.isDown ?? true;
  return (
    <span
      role="columnheader"
      class={isNumber ? 'number' : ''}
      aria-sort={isSorted ? (isDown ? 'descending' : 'ascending') : undefined}
    >
      {sortBy === undefined ? (
        <span class={key === 'status' ? 'for-readers' : ''}>{words}</span>
      ) : (
        <button
          type="button"
          class="traces-sort"
          onClick={() => setOptions({ sort: nextSorting(sorting, key) }, 'replace')}
        >
          {words}
          <span aria-hidden="true">{isSorted ? (isDown ? ' ↓' : ' ↑') : ''}</span>
        </button>
      )}
    </span>
  );
}

function TracesHead({ list, search }: { readonly list: TraceList; readonly search: TraceSearch }): VNode {
  const { error } = search.newest.value;
  return (
    <>
      <p class="muted cut" role="status">
        {countText(list.rows.length)} matched · {countText(list.scanned)} scanned
        {list.token !== undefined && ' so far'}
        {list.token !== undefined && readSorting(view.value.options.sort) && ' · sorted among these'}
      </p>
      {error && <p class="page-error">{error.message}</p>}
    </>
  );
}

function TracesFoot({ list, search }: { readonly list: TraceList; readonly search: TraceSearch }): VNode {
  if (list.token === undefined) return <p class="traces-foot muted">These are all.</p>;
  return (
    <p class="traces-foot muted">
      {search.isLoadingOlder.value ? (
        'Loading older traces…'
      ) : (
        <button type="button" class="more" onClick={search.loadOlder}>
          Load older traces
        </button>
      )}
    </p>
  );
}

function TracesEmpty(): VNode {
  const { filter, range } = view.value;
  return (
    <div class="empty">
      <h2>{filter === '' ? 'No traces in this time' : 'No trace matches'}</h2>
      <p class="muted">
        {rangeText(range, dayAndTime)}
        {filter === ''
          ? ': nothing arrived. '
          : ': traces may have arrived, but none that this filter lets through. '}
        Choose a longer time above
        {filter === '' ? ', or send a first trace:' : ', or a wider filter.'}
      </p>
      {filter === '' ? (
        <FirstTrace />
      ) : (
        <a href={hrefTo({ page: 'traces' }, { filter: '' })}>Show all traces</a>
      )}
    </div>
  );
}

/** The rows the reader had, with older ones that were loaded since; newer ones stay out. */
function withOlder(held: TraceList, latest: TraceList): TraceList {
  const newest = held.rows[0];
  const rows = newest === undefined ? latest.rows : latest.rows.filter((row) => row.start <= newest.start);
  return { ...latest, rows };
}
