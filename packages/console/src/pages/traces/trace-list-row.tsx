import type { VNode } from 'preact';
import type { TraceSummary } from '../../api/trace-summaries.js';
import { isoTime } from '../../model/clock-time.js';
import { oneLine } from '../../model/cut-text.js';
import { hueClass } from '../../model/service-hue.js';
import type { TraceColumn } from '../../model/trace-columns.js';
import { hiddenFailures, summaryStatus } from '../../model/trace-list.js';
import { urlPath } from '../../model/trace-view.js';
import { Icon } from '../../parts/icon.js';
import { Duration } from '../../parts/quantity.js';
import { StatusMark } from '../../parts/status-mark.js';
import { hrefTo } from '../../view/address.js';
import { dayAndTime, timeOfDay } from '../../view/clock.js';

interface TraceListRowProps {
  readonly summary: TraceSummary;
  readonly index: number;
  readonly top: number;
  readonly columns: readonly TraceColumn[];
}

const ANNOTATIONS_SHOWN = 3;

/** One trace of the list; the whole row leads to it. */
export function TraceListRow({ summary, index, top, columns }: TraceListRowProps): VNode {
  return (
    <div class="traces-row is-trace" role="row" aria-rowindex={index + 2} style={{ top: `${top}px` }}>
      {columns.map(({ key }) => (
        <Cell key={key} column={key} summary={summary} />
      ))}
    </div>
  );
}

function Cell({ column, summary }: { readonly column: string; readonly summary: TraceSummary }): VNode {
  const { id, start, url, method, status, services, users } = summary;
  switch (column) {
    case 'status':
      return (
        <span role="cell" class="traces-status">
          <StatusMark status={summaryStatus(summary)} />
        </span>
      );
    case 'started':
      return (
        <span role="cell">
          <time class="traces-time" dateTime={isoTime(start)} title={dayAndTime(start)}>
            {timeOfDay(start)}
          </time>
        </span>
      );
    case 'entry':
      return <Entry summary={summary} />;
    case 'request':
      return (
        <span role="cell" class="mono cut" title={oneLine(url ?? '', 1_000)}>
          <span class="muted">{oneLine(method ?? '', 12)} </span>
          {oneLine(urlPath(url ?? ''), 300)}
        </span>
      );
    case 'code':
      return (
        <span
          role="cell"
          class={status !== undefined && status >= 400 ? `traces-code is-${summaryStatus(summary)}` : 'muted'}
        >
          {status}
        </span>
      );
    case 'duration':
      return <Time seconds={isRunning(summary) ? undefined : summary.duration} />;
    case 'response':
      return <Time seconds={summary.responseTime} />;
    case 'nodes':
      return (
        <span role="cell" class="number">
          {services.length}
        </span>
      );
    case 'user':
      return (
        <span role="cell" class="cut">
          {oneLine(users.join(', '), 120)}
        </span>
      );
    case 'id':
      return (
        <span role="cell" class="mono cut">
          {id}
        </span>
      );
    default:
      return <Inside summary={summary} />;
  }
}

function isRunning({ partial, responseTime }: TraceSummary): boolean {
  return partial && responseTime === undefined;
}

function Time({ seconds }: { readonly seconds: number | undefined }): VNode {
  return (
    <span role="cell" class="number">
      <Duration seconds={seconds} />
    </span>
  );
}

function Entry({ summary }: { readonly summary: TraceSummary }): VNode {
  const { id, entry, services } = summary;
  const name = entry?.name ?? services[0]?.name ?? id;
  return (
    <span role="cell" class="traces-entry">
      <span class={`traces-hue ${hueClass(name)}`} />
      <a class="cut traces-link" href={hrefTo({ page: 'trace', id })} title={oneLine(name, 400)}>
        {oneLine(name, 80)}
      </a>
    </span>
  );
}

function Inside({ summary }: { readonly summary: TraceSummary }): VNode {
  const { failures, users, annotations, services } = summary;
  const failure = failures[0];
  const isHidden = hiddenFailures(summary).length > 0;
  return (
    <span role="cell" class="traces-inside cut">
      {failure && (
        <span
          class={`traces-hint is-${failure.kind}`}
          title={oneLine(
            `${failure.service}: ${failure.exception ?? failure.kind} ${failure.message ?? ''}`,
            600,
          )}
        >
          <StatusMark status={failure.kind} />
          {oneLine(failure.exception ?? failure.service, 60)}
          {isHidden && <span class="muted"> handled</span>}
        </span>
      )}
      {users.length > 0 && (
        <span class="traces-hint">
          <Icon name="user" />
          {oneLine(users.slice(0, 2).join(', '), 60)}
        </span>
      )}
      {annotations.slice(0, ANNOTATIONS_SHOWN).map(({ key, values }) => (
        <span key={key} class="traces-hint mono">
          <span class="muted">{oneLine(key, 40)}=</span>
          {oneLine(values.slice(0, 2).join(', '), 40)}
        </span>
      ))}
      {annotations.length > ANNOTATIONS_SHOWN && (
        <span class="traces-hint muted">+{annotations.length - ANNOTATIONS_SHOWN}</span>
      )}
      {services.length > 1 && <span class="traces-hint muted traces-services">{services.length} nodes</span>}
    </span>
  );
}
