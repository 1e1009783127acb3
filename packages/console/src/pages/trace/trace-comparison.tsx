import type { VNode } from 'preact';
import { useRef, useState } from 'preact/hooks';
import {
  type ComparedRow,
  type ComparedSide,
  type ComparedTrace,
  type Comparison,
  fetchComparison,
} from '../../api/comparison.js';
import { oneLine } from '../../model/cut-text.js';
import { durationText } from '../../model/quantity.js';
import { OUTCOMES, type Status } from '../../model/status.js';
import { rowWindow } from '../../model/virtual-rows.js';
import { Failure } from '../../parts/failure.js';
import { Icon } from '../../parts/icon.js';
import { Duration } from '../../parts/quantity.js';
import { SkeletonRows } from '../../parts/skeleton.js';
import { StatusMark } from '../../parts/status-mark.js';
import { useSize } from '../../parts/use-size.js';
import { hrefTo, setOptions } from '../../view/address.js';
import { dayAndTime } from '../../view/clock.js';
import { useResource } from '../../view/use-resource.js';
import './trace-comparison.css';

interface TraceComparisonProps {
  readonly left: string;
  readonly right: string;
}

const ROW_PX = 28;
const DEEPEST_INDENT = 24;

/** Two traces beside each other: what each took longer for, and what only one of them did. */
export function TraceComparison({ left, right }: TraceComparisonProps): VNode {
  const held = useResource(
    JSON.stringify([left, right]),
    (signal) => fetchComparison(left, right, signal),
    (latest) => latest.traceIds.includes(left) || latest.traceIds.includes(right),
  );
  const { data, error } = held.state.value;
  if (data === undefined && error) return <Failure error={error} retry={held.refresh} />;
  return (
    <section class="comparison" aria-label="Comparison of two traces">
      <div class="comparison-head">
        <h2>Compared</h2>
        {data && <Side name="A" trace={data.left} />}
        {data && <Side name="B" trace={data.right} />}
        <button type="button" class="button quiet" onClick={() => setOptions({ with: '' })}>
          <Icon name="close" />
          End the comparison
        </button>
      </div>
      {data === undefined ? <SkeletonRows words="Comparing…" /> : <Rows comparison={data} />}
    </section>
  );
}

function Side({ name, trace }: { readonly name: string; readonly trace: ComparedTrace }): VNode {
  return (
    <p class="comparison-side">
      <strong>{name}</strong>
      <StatusMark status={statusOfText(trace.outcome)} />
      <a href={hrefTo({ page: 'trace', id: trace.id })} title={trace.id}>
        {oneLine(trace.name, 60)} {dayAndTime(trace.start)}
      </a>
      <Duration seconds={trace.duration} />
    </p>
  );
}

function Rows({ comparison }: { readonly comparison: Comparison }): VNode {
  const { rows } = comparison;
  const [scrollTop, setScrollTop] = useState(0);
  const scroller = useRef<HTMLDivElement>(null);
  const { height } = useSize(scroller);
  const { first, last } = rowWindow(rows.length, { scrollTop, height, rowHeight: ROW_PX });
  const most = rows.reduce((largest, row) => Math.max(largest, Math.abs(row.difference)), 0);
  return (
    <div
      class="comparison-scroll"
      ref={scroller}
      role="treegrid"
      aria-label="Places of both traces"
      aria-rowcount={rows.length + 1}
      tabIndex={0}
      onScroll={(event) => setScrollTop(event.currentTarget.scrollTop)}
    >
      <div role="rowgroup" class="comparison-heads">
        <div role="row" class="comparison-row" aria-rowindex={1}>
          <span role="columnheader">Name</span>
          <span role="columnheader" class="number">
            A
          </span>
          <span role="columnheader" class="number">
            B
          </span>
          <span role="columnheader" class="number">
            Difference
          </span>
          <span role="columnheader">
            <span class="comparison-ends">
              <span>B faster</span>
              <span>B slower</span>
            </span>
          </span>
        </div>
      </div>
      <div role="rowgroup" class="comparison-rows" style={{ height: `${rows.length * ROW_PX}px` }}>
        {rows.slice(first, last).map((row, offset) => (
          <Row
            key={first + offset}
            row={row}
            index={first + offset}
            most={most}
            left={comparison.left.id}
            right={comparison.right.id}
          />
        ))}
      </div>
    </div>
  );
}

interface RowProps extends TraceComparisonProps {
  readonly row: ComparedRow;
  readonly index: number;
  readonly most: number;
}

function Row({ row, index, most, left, right }: RowProps): VNode {
  const only = row.left === undefined ? 'only in B' : row.right === undefined ? 'only in A' : '';
  return (
    <div
      class={`comparison-row is-place ${only === '' ? '' : 'is-only'}`}
      role="row"
      aria-level={row.depth + 1}
      aria-rowindex={index + 2}
      style={{ top: `${index * ROW_PX}px` }}
    >
      <span role="gridcell" class="comparison-name">
        {Array.from({ length: Math.min(row.depth, DEEPEST_INDENT) }, (_, level) => (
          <span key={level} class="comparison-guide" />
        ))}
        <span class={`cut ${row.isSegment ? 'is-segment' : ''}`} title={oneLine(row.name, 1_000)}>
          {oneLine(row.name, 120)}
        </span>
        {only !== '' && <span class="comparison-only muted">{only}</span>}
      </span>
      <Amount side={row.left} trace={left} />
      <Amount side={row.right} trace={right} />
      <span role="gridcell" class="number">
        {differenceText(row.difference)}
      </span>
      <span role="gridcell">
        <DifferenceBar difference={row.difference} most={most} />
      </span>
    </div>
  );
}

function Amount({ side, trace }: { readonly side: ComparedSide | undefined; readonly trace: string }): VNode {
  if (side === undefined)
    return (
      <span role="gridcell" class="number muted">
        –
      </span>
    );
  return (
    <span role="gridcell" class="number comparison-amount">
      {side.failed > 0 && <StatusMark status="fault" />}
      {side.count > 1 && <span class="muted">{side.count}×</span>}
      <a href={hrefTo({ page: 'trace', id: trace }, { selected: side.ids[0] })}>
        <Duration seconds={side.duration} />
      </a>
    </span>
  );
}

function DifferenceBar({ difference, most }: { readonly difference: number; readonly most: number }): VNode {
  const share = most === 0 ? 0 : (Math.abs(difference) / most) * 50;
  return (
    <svg class="comparison-bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
      <path class="comparison-zero" d="M50,0v10" />
      <rect
        class={difference > 0 ? 'is-slower' : 'is-faster'}
        x={difference > 0 ? 50 : 50 - share}
        y="1"
        width={share}
        height="8"
      />
    </svg>
  );
}

function differenceText(seconds: number): string {
  if (seconds === 0) return '0';
  return `${seconds > 0 ? '+' : '−'}${durationText(Math.abs(seconds))}`;
}

function statusOfText(text: string): Status {
  return text === 'progress' ? 'progress' : (OUTCOMES.find((outcome) => outcome === text) ?? 'ok');
}
