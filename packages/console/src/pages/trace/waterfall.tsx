import type { VNode } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { timeTicks } from '../../model/time-axis.js';
import { readClosed, writeClosed } from '../../model/timeline-state.js';
import { openRows, type TraceView } from '../../model/trace-view.js';
import { rowWindow, scrollToShow } from '../../model/virtual-rows.js';
import { useSize } from '../../parts/use-size.js';
import { setOptions, view } from '../../view/address.js';
import { Minimap } from './minimap.js';
import { TimeAxis } from './time-axis.js';
import { handleTreeKey } from './tree-keys.js';
import { useZoom } from './use-zoom.js';
import { WaterfallRow } from './waterfall-row.js';
import './waterfall.css';

interface WaterfallProps {
  readonly trace: TraceView;
  readonly selected: string | undefined;
  /** Ids of the rows that the search found; undefined while nothing is searched for. */
  readonly found: ReadonlySet<string> | undefined;
  select(id: string | undefined, tab?: string): void;
}

/** The height of a row; the stylesheet's `--row` says the same. */
const ROW_PX = 28;
const TICK_PX = 110;

/** The timeline of a trace: a tree of names at left, bars at right, only the seen rows in the document. */
export function Waterfall({ trace, selected, found, select }: WaterfallProps): VNode {
  const { closed } = view.value.options;
  const collapsed = useMemo(() => readClosed(closed), [closed]);
  const { zoomed, zoom } = useZoom(trace.span);
  const [nameWidth, setNameWidth] = useState<number>();
  const [scrollTop, setScrollTop] = useState(0);
  const scroller = useRef<HTMLDivElement>(null);
  const size = useSize(scroller);
  const rows = useMemo(() => openRows(trace.rows, collapsed), [trace, collapsed]);
  const shown = zoomed ?? trace.span;
  const names = nameWidth ?? defaultNameWidth(size.width);
  const ticks = useMemo(
    () => timeTicks(shown, Math.max(2, Math.floor((size.width - names) / TICK_PX))),
    [shown, size.width, names],
  );
  const active = rows.findIndex((row) => row.id === selected);
  const window = rowWindow(rows.length, { scrollTop, height: size.height, rowHeight: ROW_PX });

  useEffect(() => {
    const element = scroller.current;
    if (element === null || active < 0) return;
    element.scrollTop = scrollToShow(active, {
      scrollTop: element.scrollTop,
      height: element.clientHeight,
      rowHeight: ROW_PX,
    });
  }, [active]);

  const toggle = (id: string): void => {
    const next = new Set(collapsed);
    if (!next.delete(id)) next.add(id);
    setOptions({ closed: writeClosed(next) }, 'replace');
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const page = Math.max(1, Math.floor(size.height / ROW_PX) - 1);
    if (handleTreeKey(event, { rows, all: trace.rows, active, page, collapsed, toggle, select }))
      event.preventDefault();
  };

  return (
    <section
      class="waterfall"
      aria-label="Timeline"
      ref={(element) => setLengths(element, names, size.width)}
    >
      <Minimap rows={trace.rows} span={trace.span} shown={shown} zoom={zoom} />
      <TimeAxis
        ticks={ticks}
        shown={shown}
        isZoomed={zoomed !== undefined}
        reset={() => zoom(undefined)}
        resize={setNameWidth}
        width={names}
      />
      <div
        class="waterfall-scroll"
        ref={scroller}
        role="treegrid"
        aria-label="Segments and subsegments"
        aria-rowcount={rows.length}
        aria-activedescendant={active >= 0 ? `row-${selected}` : undefined}
        tabIndex={0}
        onScroll={(event) => setScrollTop(event.currentTarget.scrollTop)}
        onKeyDown={onKeyDown}
      >
        <div class="waterfall-all" role="rowgroup" style={{ height: `${rows.length * ROW_PX}px` }}>
          {rows.slice(window.first, window.last).map((row, offset) => (
            <WaterfallRow
              key={row.id}
              row={row}
              index={window.first + offset}
              top={(window.first + offset) * ROW_PX}
              shown={shown}
              end={trace.span.to}
              isSelected={row.id === selected}
              isCollapsed={collapsed.has(row.id)}
              isFound={found?.has(row.id)}
              toggle={toggle}
              select={select}
            />
          ))}
        </div>
      </div>
    </section>
  );
}

function defaultNameWidth(width: number): number {
  return width < 600 ? Math.round(width * 0.5) : Math.min(420, Math.round(width * 0.38));
}

/** Lengths that change while a column is resized are set on one element, not on every row. */
function setLengths(element: HTMLElement | null, names: number, width: number): void {
  element?.style.setProperty('--names', `${names}px`);
  element?.style.setProperty('--inner', `${width}px`);
}
