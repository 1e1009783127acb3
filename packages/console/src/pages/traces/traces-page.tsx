import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { countText } from '../../model/quantity.js';
import { rangeText } from '../../model/time-range.js';
import { countNewer, type TraceList } from '../../model/trace-list.js';
import { rowWindow } from '../../model/virtual-rows.js';
import { Failure } from '../../parts/failure.js';
import { FirstTrace } from '../../parts/first-trace.js';
import { useSize } from '../../parts/use-size.js';
import { hrefTo, view } from '../../view/address.js';
import { dayAndTime } from '../../view/clock.js';
import { TraceListRow } from './trace-list-row.js';
import { type TraceSearch, useTraceList } from './use-trace-list.js';
import './traces.css';

/** The traces of the time range that match the filter, newest first. */
export function TracesPage(): VNode {
  const { range, filter } = view.value;
  const search = useTraceList(range, filter);
  const { data, error } = search.newest.value;
  if (data === undefined) return error ? <Failure error={error} retry={search.refresh} /> : <TracesWaiting />;
  if (data.rows.length === 0 && data.token === undefined) return <TracesEmpty />;
  return <TraceTable key={JSON.stringify([range, filter])} search={search} latest={data} />;
}

interface TraceTableProps {
  readonly search: TraceSearch;
  readonly latest: TraceList;
}

/** The height of a row; the stylesheet's `--row` says the same. */
const ROW_PX = 28;

function TraceTable({ search, latest }: TraceTableProps): VNode {
  const [held, setHeld] = useState<TraceList>();
  const [scrollTop, setScrollTop] = useState(0);
  const scroller = useRef<HTMLDivElement>(null);
  const { height } = useSize(scroller);
  const list = held === undefined ? latest : withOlder(held, latest);
  const { first, last } = rowWindow(list.rows.length, { scrollTop, height, rowHeight: ROW_PX });
  const isNearEnd = last >= list.rows.length;
  const { token } = list;
  useEffect(() => {
    if (isNearEnd && height > 0 && token !== undefined) search.loadOlder();
  }, [isNearEnd, height, token, search]);
  // While the reader is further down, what is new waits at the top, so that no row moves under the pointer.
  const onScroll = (top: number): void => {
    setScrollTop(top);
    if (top < ROW_PX) setHeld(undefined);
    else if (held === undefined) setHeld(latest);
  };
  const waiting = held === undefined ? 0 : countNewer(list, latest);
  return (
    <section class="traces-page" aria-label="Traces">
      <TracesHead list={latest} search={search} />
      {waiting > 0 && (
        <button type="button" class="traces-newer" onClick={() => scroller.current?.scrollTo({ top: 0 })}>
          {countText(waiting)} newer {waiting === 1 ? 'trace' : 'traces'}
        </button>
      )}
      <div class="traces-scroll" ref={scroller} onScroll={(event) => onScroll(event.currentTarget.scrollTop)}>
        <div class="traces-table" role="table" aria-label="Traces" aria-rowcount={list.rows.length + 1}>
          <ColumnHeads />
          <div role="rowgroup" class="traces-rows" style={{ height: `${list.rows.length * ROW_PX}px` }}>
            {list.rows.slice(first, last).map((row, offset) => (
              <TraceListRow
                key={row.id}
                summary={row}
                index={first + offset}
                top={(first + offset) * ROW_PX}
              />
            ))}
          </div>
        </div>
        <TracesFoot list={list} search={search} />
      </div>
    </section>
  );
}

const COLUMNS = ['Status', 'Started', 'Entry', 'Request', 'Code', 'Duration', 'Seen inside'] as const;

function ColumnHeads(): VNode {
  return (
    <div role="rowgroup" class="traces-heads">
      <div role="row" class="traces-row" aria-rowindex={1}>
        {COLUMNS.map((name, index) => (
          <span key={name} role="columnheader" class={index === 5 ? 'number' : ''}>
            {index === 0 ? <span class="for-readers">{name}</span> : name}
          </span>
        ))}
      </div>
    </div>
  );
}

function TracesHead({ list, search }: { readonly list: TraceList; readonly search: TraceSearch }): VNode {
  const { error } = search.newest.value;
  return (
    <div class="traces-head">
      <h1 class="for-readers">Traces</h1>
      <p class="muted" role="status">
        {countText(list.rows.length)} matched · {countText(list.scanned)} scanned
        {list.token !== undefined && ' so far'}
      </p>
      {error && <p class="traces-error">{error.message}</p>}
    </div>
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

function TracesWaiting(): VNode {
  return (
    <div class="traces-page">
      <p class="traces-waiting muted" role="status">
        Searching…
      </p>
    </div>
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
