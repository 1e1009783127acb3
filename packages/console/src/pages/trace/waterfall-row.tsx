import type { VNode } from 'preact';
import { type BarPlace, barPlace } from '../../model/bar-place.js';
import { oneLine } from '../../model/cut-text.js';
import { durationQuantity, durationText } from '../../model/quantity.js';
import { hueClass } from '../../model/service-hue.js';
import { statusLook, statusOf } from '../../model/status.js';
import type { TimeSpan } from '../../model/time-axis.js';
import type { TraceRow } from '../../model/trace-view.js';
import { Icon } from '../../parts/icon.js';
import { kindIcon } from '../../parts/kind-icon.js';
import { Quantity } from '../../parts/quantity.js';
import { StatusMark } from '../../parts/status-mark.js';

interface WaterfallRowProps {
  readonly row: TraceRow;
  readonly index: number;
  readonly top: number;
  readonly shown: TimeSpan;
  /** The end of the trace, where bars of what is in progress end; seconds from its start. */
  readonly end: number;
  readonly isSelected: boolean;
  readonly isCollapsed: boolean;
  /** Whether the search found it; undefined while nothing is searched for. */
  readonly isFound: boolean | undefined;
  toggle(id: string): void;
  select(id: string): void;
}

const DEEPEST_INDENT = 24;

/** One row of the timeline. Its keys are those of the treegrid around it. */
export function WaterfallRow(props: WaterfallRowProps): VNode {
  const { row, index, top, isSelected, isCollapsed, isFound, select } = props;
  return (
    <div
      class={`wf-row ${isSelected ? 'is-selected' : ''} ${foundClass(isFound)}`}
      id={`row-${row.id}`}
      role="row"
      aria-level={row.depth + 1}
      aria-rowindex={index + 1}
      aria-selected={isSelected}
      aria-expanded={row.expandable ? !isCollapsed : undefined}
      style={{ top: `${top}px` }}
      onClick={() => select(row.id)}
    >
      <NameCell {...props} />
      <BarCell {...props} />
    </div>
  );
}

function foundClass(isFound: boolean | undefined): string {
  if (isFound === undefined) return '';
  return isFound ? 'is-found' : 'is-beside';
}

function NameCell({ row, isCollapsed, toggle }: WaterfallRowProps): VNode {
  const depth = Math.min(row.depth, DEEPEST_INDENT);
  const type = row.node?.type ?? row.callee?.type;
  return (
    <div class="wf-name" role="gridcell">
      {Array.from({ length: depth }, (_, level) => (
        <span key={level} class="wf-guide" />
      ))}
      {row.expandable ? (
        <button
          type="button"
          class="wf-toggle"
          tabIndex={-1}
          aria-label={
            isCollapsed ? `Show the ${row.descendants} rows below` : `Hide the ${row.descendants} rows below`
          }
          onClick={(event) => {
            event.stopPropagation();
            toggle(row.id);
          }}
        >
          <Icon name={isCollapsed ? 'right' : 'down'} />
        </button>
      ) : (
        <span class="wf-toggle" />
      )}
      <StatusMark status={statusOf(row, row.partial)} />
      {row.kind === 'segment' && <span class={`wf-service ${hueClass(row.service)}`} />}
      {row.callee && (
        <span class="wf-kind" title={type}>
          <Icon name={kindIcon(type)} />
        </span>
      )}
      <span
        class={`wf-label cut ${row.kind === 'segment' ? 'is-segment' : ''}`}
        title={oneLine(`${row.name} ${row.hint}`, 1_000)}
      >
        {oneLine(row.name, 120)}
        {row.hint !== '' && <span class="wf-hint">{oneLine(row.hint, 160)}</span>}
      </span>
      {isCollapsed && <span class="wf-note">+{row.descendants}</span>}
      {row.pending && <span class="wf-note">waiting for its segment</span>}
      {row.orphan && <span class="wf-note">waiting for its parent</span>}
      {row.status !== undefined && <span class="wf-code">{row.status}</span>}
    </div>
  );
}

function BarCell({ row, shown, end }: WaterfallRowProps): VNode {
  const to = row.duration === undefined ? Math.max(end, row.offset) : row.offset + row.duration;
  return (
    <div class="wf-track" role="gridcell">
      <span class="for-readers">{barWords(row)}</span>
      <div class="wf-time" aria-hidden="true">
        <Bar
          row={row}
          place={barPlace(shown, { from: row.offset, to })}
          isStartSeen={row.offset >= shown.from}
        />
        {row.steps.map((step) => (
          <PathStretch key={step.from} row={row} place={barPlace(shown, step)} />
        ))}
      </div>
    </div>
  );
}

interface BarProps {
  readonly row: TraceRow;
  readonly place: BarPlace;
  readonly isStartSeen: boolean;
}

function Bar({ row, place, isStartSeen }: BarProps): VNode | null {
  if (place.isOutside) return null;
  const status = statusOf(row, row.partial);
  const shape = `${row.kind === 'segment' ? 'is-segment' : ''} ${row.partial ? 'is-partial' : ''}`;
  return (
    <>
      <div
        class={`wf-bar ${hueClass(row.service)} ${shape}`}
        style={{ left: `${place.left}%`, width: `${place.width}%` }}
      />
      {isStartSeen && status !== 'ok' && status !== 'progress' && (
        <span class={`wf-mark ${statusLook(status).className}`} style={{ left: `${place.left}%` }}>
          {statusLook(status).mark}
        </span>
      )}
      <span class="wf-duration" style={{ left: `${place.left + place.width}%` }}>
        {row.duration === undefined ? 'in progress' : <Quantity amount={durationQuantity(row.duration)} />}
      </span>
    </>
  );
}

function PathStretch({ row, place }: { readonly row: TraceRow; readonly place: BarPlace }): VNode | null {
  if (place.isOutside) return null;
  return (
    <div
      class={`wf-path ${row.kind === 'segment' ? 'is-segment' : ''}`}
      style={{ left: `${place.left}%`, width: `${place.width}%` }}
    />
  );
}

function barWords(row: TraceRow): string {
  const took = row.duration === undefined ? '' : `, took ${durationText(row.duration)}`;
  const path = row.steps.length > 0 ? ', on the critical path' : '';
  return `${statusLook(statusOf(row, row.partial)).word}, starts after ${durationText(row.offset)}${took}${path}`;
}
