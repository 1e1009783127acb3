import type { VNode } from 'preact';
import type { TraceSummary } from '../../api/trace-summaries.js';
import { isoTime } from '../../model/clock-time.js';
import { oneLine } from '../../model/cut-text.js';
import { hueClass } from '../../model/service-hue.js';
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
}

const ANNOTATIONS_SHOWN = 3;

/** One trace of the list; the whole row leads to it. */
export function TraceListRow({ summary, index, top }: TraceListRowProps): VNode {
  const { id, start, entry, services, method, url, status } = summary;
  const name = entry?.name ?? services[0]?.name ?? id;
  return (
    <div class="traces-row is-trace" role="row" aria-rowindex={index + 2} style={{ top: `${top}px` }}>
      <span role="cell">
        <StatusMark status={summaryStatus(summary)} />
      </span>
      <span role="cell">
        <time class="traces-time" dateTime={isoTime(start)} title={dayAndTime(start)}>
          {timeOfDay(start)}
        </time>
      </span>
      <span role="cell" class="traces-entry">
        <span class={`traces-hue ${hueClass(name)}`} />
        <a class="cut traces-link" href={hrefTo({ page: 'trace', id })} title={oneLine(name, 400)}>
          {oneLine(name, 80)}
        </a>
      </span>
      <span role="cell" class="mono cut" title={oneLine(url ?? '', 1_000)}>
        <span class="muted">{oneLine(method ?? '', 12)} </span>
        {oneLine(urlPath(url ?? ''), 300)}
      </span>
      <span
        role="cell"
        class={status !== undefined && status >= 400 ? `traces-code is-${summaryStatus(summary)}` : 'muted'}
      >
        {status}
      </span>
      <span role="cell" class="number">
        <Duration
          seconds={summary.partial && summary.responseTime === undefined ? undefined : summary.duration}
        />
      </span>
      <Inside summary={summary} />
    </div>
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
